"""What each command and each word of a platform does to an issue in each of its states (DOMAIN 2.4).

How to read a row: see test_products.py.
"""

TABLE = """
AskForHelp                        ~
TakeCase                          =                       open -> acknowledged; resolved archived -> x
AcknowledgeCase                   x                       open -> acknowledged
AssignCase                        =                       resolved archived -> x
AssignCase to oneself             =                       resolved archived -> x
CommentOnCase                     ~
SnoozeCase                        x                       open acknowledged -> =
SetPriority                       =                       resolved archived -> x
ArchiveCase                       archived                retrying archived -> x
UnarchiveCase                     x                       archived -> open
UndoLast                          !nothing_to_undo        acknowledged archived -> open
AskSupport                        =                       resolved archived -> x
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
LogContact                        x
ProvideSolution                   x
MarkReviewed                      x
RetryOrder                        x                       open acknowledged -> retrying
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
SettleWrite done                  !not_found              retrying -> resolved; resolved -> !stale
SettleWrite failed                !not_found              retrying -> open; resolved -> !stale
SettleWrite unknown               !not_found              retrying -> acknowledged; resolved -> !stale
SayOutcome done                   !not_found              retrying -> resolved; resolved -> !stale
SayOutcome not done               !not_found              retrying -> acknowledged; resolved -> !stale
DeletePicture                     ~
PictureForgotten                  .
RemindDue                         .
WakeDue                           .
RateRunbook                       ~
AddConfirmation                   x
StateRun                          x
StateRun by a switch              x
ReplyToCustomer                   x
SetCategory                       x
CloseSupportTicket                x
MergeTicket                       x
ShowCustomer                      x
SendToSupport                     x                       open acknowledged -> =+
ReportIssue                       ~                       resolved archived -> open
ReportIssue after three days      ~                       resolved archived -> .+
ReportIssueCleared                resolved
        retrying resolved -> .; archived -> archived/resolved
ReportIssueCleared late           .
"""
