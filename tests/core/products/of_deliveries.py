"""What each command and each word of a carrier does to a delivery incident in each of its states (DOMAIN 2.4).

How to read a row: see test_products.py.
"""

TABLE = """
AskForHelp                        ~
TakeCase                          =                       closed archived -> x
AcknowledgeCase                   =                       closed archived -> x
AssignCase                        =                       closed archived -> x
AssignCase to oneself             =                       closed archived -> x
CommentOnCase                     ~
SnoozeCase                        x                       pending carrier_replied -> =
SetPriority                       =                       closed archived -> x
ArchiveCase                       x                       closed -> archived
UnarchiveCase                     x                       archived -> closed
UndoLast                          !nothing_to_undo        archived -> closed
AskSupport                        =                       closed archived -> x
LinkCases                         =+
RequestClose                      !not_closable
CloseCase                         !not_closable
CloseCase unread                  !not_closable
ReportLetterFailed                ~
ReceiveMail of a stranger         ~
ReceiveMail of a machine          ~
KeepDraft                         .
ForgetDraft                       .
HoldTicket                        x
ResumeWork                        x
ReopenTicket                      x
LogContact                        x                       pending carrier_replied -> =
ProvideSolution                   x                       pending carrier_replied -> solution_sending
MarkReviewed                      x                       carrier_replied -> solution_sent
RetryOrder                        x
RecordReading failed              .
RecordReading succeeded           .
RecordDailyCheck                  .
ContainJob                        x
MarkNotStoppable                  x
NotifyRetailer                    x
SkipNotify                        x
DecideAccount reactivate          x
DecideAccount remain paused       x
DecideAccount remove              x
Reactivate                        x
RunVerification                   x
RunVerification while paused      x
RemoveConnection                  x
RemoveConnection confirmed        x
SetCause                          x
SettleWrite done                  !stale
        pending -> !not_found; solution_sending -> solution_sent
SettleWrite failed                !stale                  pending -> !not_found; solution_sending -> pending
SettleWrite unknown               !stale                  pending -> !not_found; solution_sending -> =
SayOutcome done                   !stale
        pending -> !not_found; solution_sending -> solution_sent
SayOutcome not done               !stale                  pending -> !not_found; solution_sending -> pending
DeletePicture                     ~
PictureForgotten                  .
RemindDue                         .
WakeDue                           .
RateRunbook                       !no_runbook
AddConfirmation                   x
StateRun                          x
StateRun by a switch              x
ReplyToCustomer                   x
SetCategory                       x
CloseSupportTicket                x
MergeTicket                       x
ShowCustomer                      x
SendToSupport                     =+                      archived -> x
ReportIncident same               ~                       solution_sent carrier_replied -> pending
ReportIncident late               ~
ReportIncident late end           ~
ReportIncident 2nd attempt        ~
        pending -> =; solution_sent carrier_replied -> pending
ReportIncident corrected          =                       solution_sending closed archived -> ~
ReportIncident replied            ~
        pending solution_sent -> carrier_replied; carrier_replied -> =
ReportIncident delivered          closed                  closed archived -> ~
ReportIncident returned           closed                  closed archived -> ~
ReportIncident lost               closed                  closed archived -> ~
ReportIncident destroyed          closed                  closed archived -> ~
"""
