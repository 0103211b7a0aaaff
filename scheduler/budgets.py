"""The times that every outward act lives by. They belong together: the proof that nothing is done twice needs
lease > time before the intent + the call, and a wait that is longer than anything can still be on its way."""

CALL_S = 10.0
"""One outward call from our side, all of it (RELIABILITY 1.3)."""

SETTLE_S = 6.0
"""How long a request may still take effect after we stopped waiting for it (RELIABILITY 1.3)."""

LANDED_BY_S = CALL_S + SETTLE_S

BEFORE_INTENT_S = 4.0
"""What may be looked at before the intent: a lease of 15 s must still outlive the call afterwards."""

INTENT_GRACE_S = 2.0
"""From asking for the intent to calling. Whoever stood still longer (a swapped-out process) does not call: by
then somebody else may hold the lane and count on the call having landed."""

PROBE_GAP_S = 5.0
"""Between the two looks that have to find nothing before a repeat: a search may lag behind a write."""

PROBES_NEEDED = 2
