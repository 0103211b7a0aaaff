"""What each command and each word of a customer does to a support ticket in each of its states (DOMAIN 2.4).

How to read a row: see test_products.py.
"""

TABLE = """
AskForHelp                        ~
TakeCase                          =                       open -> in_progress; closed archived -> x
AcknowledgeCase                   =                       closed archived -> x
AssignCase                        =                       closed archived -> x
AssignCase to oneself             =                       open -> in_progress; closed archived -> x
CommentOnCase                     ~
SnoozeCase                        x
SetPriority                       =                       closed archived -> x
ArchiveCase                       x                       closed -> archived
UnarchiveCase                     x                       archived -> closed
UndoLast                          !nothing_to_undo
        in_progress -> open; on_hold -> in_progress; archived -> closed
AskSupport                        =                       closed archived -> x
LinkCases                         =+
RequestClose                      !close_with_outcome
CloseCase                         !close_with_outcome
CloseCase unread                  !close_with_outcome
ReportLetterFailed                ~
ReceiveMail of a stranger         ~
ReceiveMail of a machine          ~
KeepDraft                         .
ForgetDraft                       .
HoldTicket                        x                       open in_progress -> on_hold
ResumeWork                        x                       on_hold -> in_progress
ReopenTicket                      x                       closed archived -> in_progress
LogContact                        x
ProvideSolution                   x
MarkReviewed                      x
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
SettleWrite done                  !not_found
SettleWrite failed                !not_found
SettleWrite unknown               !not_found
SayOutcome done                   !not_found
SayOutcome not done               !not_found
DeletePicture                     ~
PictureForgotten                  .
RemindDue                         .
WakeDue                           .                       on_hold -> in_progress
RateRunbook                       !no_runbook
AddConfirmation                   x
StateRun                          x
StateRun by a switch              x
ReplyToCustomer                   =                       open -> in_progress; closed archived -> x
SetCategory                       =                       closed archived -> x
CloseSupportTicket                x                       open in_progress -> closed
MergeTicket                       closed+                 closed archived -> x
ShowCustomer                      ~
SendToSupport                     x
ReportTicket                      .
ReportMessage                     in_progress             open in_progress -> ~
ReportMessage late                ~
ReportMessage after 8 days        ~                       on_hold -> in_progress; closed archived -> =+
ReceiveMail of the customer       in_progress             open in_progress -> ~
ReceiveMail of the customer after 8 days  ~               on_hold -> in_progress; closed archived -> =+
ReportTicketClosed                closed                  closed archived -> .
"""
