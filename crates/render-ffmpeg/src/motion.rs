//! Moves the view over a still picture (the Ken Burns effect).
//!
//! `zoompan` and `crop` move by whole pixels, which trembles at such speeds; `perspective` takes the picture at
//! fractions of a pixel.

use domain::{Frames, Motion};

/// How much nearer the nearest view is.
const NEAREST: f64 = 1.15;

/// Returns the filter that moves the view for so many frames, with the comma before it. The filter counts frames from
/// one.
pub(crate) fn during(motion: Motion, frames: Frames) -> String {
    view(motion, &format!("min(1,(on-1)/{})", frames.minus(Frames(1)).0.max(1)))
}

/// Returns the filter that shows what the view shows when its motion is over, with the comma before it.
pub(crate) fn after(motion: Motion) -> String {
    view(motion, "1")
}

/// Writes the view when so much of the motion is done, a share as an expression.
fn view(motion: Motion, done: &str) -> String {
    let near = 1.0 / NEAREST;
    // The view's size as a share of the picture's, and where its left edge is as a share of the room.
    let (size, left) = match motion {
        Motion::Still => return String::new(),
        Motion::ZoomIn => (format!("(1-{:.6}*{done})", 1.0 - near), "0.5".to_owned()),
        Motion::ZoomOut => (format!("({near:.6}+{:.6}*{done})", 1.0 - near), "0.5".to_owned()),
        Motion::PanLeft => (format!("{near:.6}"), format!("(1-{done})")),
        Motion::PanRight => (format!("{near:.6}"), done.to_owned()),
    };
    let edge = |side: &str, at: &str| format!("{side}*(1-{size})*{at}");
    let (x, y) = (edge("W", &left), edge("H", "0.5"));
    let (right, below) = (format!("{x}+W*{size}"), format!("{y}+H*{size}"));
    format!(
        ",perspective=x0='{x}':y0='{y}':x1='{right}':y1='{y}':x2='{x}':y2='{below}':x3='{right}':y3='{below}':\
         interpolation=cubic:eval=frame"
    )
}
