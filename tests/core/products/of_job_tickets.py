"""What each command, each word of a platform and each end of a write does to a job ticket in each of its
states (DOMAIN 2.4; what a closing asks for is DOMAIN 3, tests/core/policies).

How to read a row: see test_products.py.
"""

TABLE = """
AskForHelp                        ~
TakeCase                          =                       closed archived -> x
AcknowledgeCase                   =                       closed archived -> x
AssignCase                        =                       closed archived -> x
AssignCase to oneself             =                       closed archived -> x
CommentOnCase                     ~
SnoozeCase                        x
SetPriority                       =                       closed archived -> x
ArchiveCase                       x                       closed -> archived
UnarchiveCase                     x                       archived -> closed
UndoLast                          !nothing_to_undo
        on_hold -> decided_remain_paused; archived -> closed
AskSupport                        =                       closed archived -> x
LinkCases                         =+
RequestClose                      .                       closed archived -> !stale
CloseCase                         ~                       verifying -> closed; closed archived -> !stale
CloseCase unread                  ~                       closed archived -> !stale
ReportLetterFailed                ~
ReceiveMail of a stranger         ~
ReceiveMail of a machine          ~
KeepDraft                         .
ForgetDraft                       .
HoldTicket                        x                       decided_remain_paused -> on_hold
ResumeWork                        x                       on_hold -> decided_remain_paused
ReopenTicket                      x                       closed archived -> open
LogContact                        x
ProvideSolution                   x
MarkReviewed                      x
RetryOrder                        x
RecordReading failed              .                       verifying -> containing
RecordReading succeeded           .                       on_hold -> decided_remain_paused
RecordDailyCheck                  .
ContainJob                        x                       open -> containing
MarkNotStoppable                  x                       open -> contained
NotifyRetailer                    x                       contained -> retailer_notified
SkipNotify                        x                       contained -> retailer_notified
DecideAccount reactivate          x
        retailer_notified decided_remain_paused decided_remove -> decided_reactivate;
        decided_reactivate -> =
DecideAccount remain paused       x
        retailer_notified decided_reactivate decided_remove -> decided_remain_paused;
        decided_remain_paused -> =
DecideAccount remove              x
        retailer_notified decided_reactivate decided_remain_paused -> decided_remove; decided_remove -> =
Reactivate                        x                       decided_reactivate -> reactivating
RunVerification                   !reactivate_first       verifying -> =; closed archived -> x
RunVerification while paused      x                       decided_reactivate -> verifying; verifying -> =
RemoveConnection                  !confirmation_first     removing -> x
RemoveConnection confirmed        x                       decided_remove -> removing
SetCause                          =                       closed archived -> x
SettleWrite done                  !stale
        open -> !not_found; containing -> contained; reactivating removing -> verifying
SettleWrite failed                !stale
        open -> !not_found; containing -> open; reactivating -> decided_reactivate;
        removing -> decided_remove
SettleWrite unknown               !stale
        open -> !not_found; containing reactivating removing -> =
SayOutcome done                   !stale
        open -> !not_found; containing -> contained; reactivating removing -> verifying
SayOutcome not done               !stale
        open -> !not_found; containing -> open; reactivating -> decided_reactivate;
        removing -> decided_remove
DeletePicture                     ~
PictureForgotten                  .
RemindDue                         .
WakeDue                           .                       on_hold -> decided_remain_paused
RateRunbook                       !no_runbook
AddConfirmation                   ~                       archived -> x
StateRun                          !human_verification_off
StateRun by a switch              ~                       archived -> x
ReplyToCustomer                   x
SetCategory                       x
CloseSupportTicket                x
MergeTicket                       x
ShowCustomer                      x
SendToSupport                     x
ReportFailedRun                   ~                       verifying -> containing; closed archived -> open
ReportFailedRun late              .
ReportFailedRun without repause   ~                       verifying closed archived -> open
ReportFailedRun after 15 days     ~                       verifying -> containing; closed archived -> .+
ReceiveMail of the retailer       ~
"""
