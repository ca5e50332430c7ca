"""The life of a follow-up: it has one state, in which news are noted and its link is renewed."""

from services.intake.follow_up.domain.link import renew_follow_up_link
from services.intake.follow_up.domain.state import FollowUpState, note_progress
from shared.acts.life import Life

TRANSITIONS = Life(
    ((None, FollowUpState.FOLLOWED), note_progress, FollowUpState.FOLLOWED),
    ((None, FollowUpState.FOLLOWED), renew_follow_up_link, FollowUpState.FOLLOWED),
)
