//! Pace: how long shots are.

use crate::Frames;

/// The shortest shot: half a second; anything less flickers.
pub(super) const MIN_SHOT: Frames = Frames(15);
/// How much of a video is its opening.
const OPENING_LASTS: Frames = Frames(90);

/// How fast one shot follows the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// As people of the trade are used to.
    Usual,
    /// Half as long again.
    Calm,
    /// Twice as long: more than that bores.
    Slow,
}

impl Pace {
    /// Each is slower than the one before.
    pub(super) const ALL: [Self; 3] = [Self::Usual, Self::Calm, Self::Slow];

    const fn held(self, frames: Frames) -> Frames {
        match self {
            Self::Usual => frames,
            Self::Calm => Frames(frames.0 + frames.0 / 2),
            Self::Slow => Frames(frames.0 * 2),
        }
    }
}

/// How long shots are to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) least: Frames,
    most: Frames,
}

/// 1.5 to 3 s, as people of the trade are used to.
const BODY: Window = Window { least: Frames(45), most: Frames(90) };
/// 1 to 1.5 s, so that nobody leaves in the first seconds.
const OPENING: Window = Window { least: Frames(30), most: Frames(45) };

impl Window {
    /// Returns the window of a place in the video. A slower pace allows longer shots and asks for none.
    pub(super) fn at(shown: Frames, pace: Pace) -> Self {
        let usual = if shown < OPENING_LASTS { OPENING } else { BODY };
        Self { most: pace.held(usual.most), ..usual }
    }

    /// Divides what is left of a sentence into equal shots, at least so many; returns the first one's length.
    pub(super) fn share(self, left: Frames, at_least: u32) -> Frames {
        let mut shots = left.0.div_ceil(self.most.0);
        while shots > 1 && left.0 / shots < self.least.0 {
            shots -= 1;
        }
        Frames(left.0.div_ceil(shots.max(at_least).max(1)))
    }
}

/// Takes a share of what is left, at most what there is, and leaves either nothing or enough for another shot. Where
/// there is less than the share, what is left is divided evenly into shots for which there is enough.
pub(super) fn length(left: Frames, share: Frames, available: Frames) -> Frames {
    let shots = left.0.div_ceil(available.0.max(1)).max(1);
    let even = Frames(left.0.div_ceil(shots));
    let take = if available < share && even >= MIN_SHOT { even } else { share.min(available) };
    let rest = left.minus(take);
    if rest == Frames(0) || rest >= MIN_SHOT {
        return take;
    }
    if available >= left {
        return left;
    }
    if left.minus(MIN_SHOT) >= MIN_SHOT { left.minus(MIN_SHOT) } else { take }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_divided_into_equal_shots_of_the_window() {
        let share = |left, at| Window::at(Frames(at), Pace::Usual).share(Frames(left), 1);
        assert_eq!((share(120, 90), share(90, 90), share(91, 90)), (Frames(60), Frames(90), Frames(46)));
        assert_eq!((share(120, 0), share(50, 0), share(10, 0)), (Frames(40), Frames(50), Frames(10)));
        assert_eq!(Window::at(Frames(90), Pace::Usual).share(Frames(90), 3), Frames(30));
        let slowly = Pace::ALL.map(|pace| Window::at(Frames(90), pace).share(Frames(180), 1));
        assert_eq!(slowly, [Frames(90), Frames(90), Frames(180)]);
    }

    #[test]
    fn no_rest_is_too_short_for_a_shot_where_that_can_be() {
        assert_eq!(length(Frames(70), Frames(60), Frames(100)), Frames(70));
        assert_eq!(length(Frames(70), Frames(60), Frames(60)), Frames(55));
        assert_eq!(length(Frames(20), Frames(20), Frames(16)), Frames(16));
        assert_eq!(length(Frames(102), Frames(102), Frames(90)), Frames(51));
    }
}
