"""What rooms above may hear of. Sent inside the transaction of the act; a receiver calls one command."""

from django.dispatch import Signal

#: An activity took place and was recorded. Arguments: `activity`, `held`, `by`.
activity_held = Signal()
#: What was recorded of an activity was put right. Arguments: `activity`, `held` (the new one), `by`.
activity_corrected = Signal()
#: A partner took its unit out of an activity: it has no share in it. Arguments: `activity`, `unit`, `by`.
activity_left = Signal()
#: What was recorded is about to be struck. Sent before the audit chain is held, for whoever has to hold rows of its own that
#: others take before it. Arguments: `activity`.
activity_goes = Signal()
#: An announced activity will not take place. Arguments: `activity`, `by`.
activity_called_off = Signal()
