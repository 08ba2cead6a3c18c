//! The few forms of the ASS format that captions are written in.

use std::fmt::Write as _;

use domain::{Canvas, Colour, FPS, SetBox};

/// Where events are in depth.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Layer {
    /// Bars behind lines.
    Bar,
    /// Boxes and light behind words.
    Behind,
    /// Letters.
    Letters,
}

const HEADER: &str = "ScriptType: v4.00+
WrapStyle: 2
ScaledBorderAndShadow: yes
Kerning: yes
YCbCr Matrix: TV.601

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, \
MarginV, Encoding";

/// The font, and the colours of letters, of what lies around them and of their shadow.
pub(crate) struct Style<'s> {
    /// The font's name.
    pub(crate) family: &'s str,
    /// Whether it is the bold face of its family.
    pub(crate) is_bold: bool,
    /// Of the letters.
    pub(crate) text: Colour,
    /// Of what lies around them, and of their shadow.
    pub(crate) edge: Colour,
    /// How solid the shadow is, from 0 to 1.
    pub(crate) shadow_opacity: f64,
}

/// Begins a file.
pub(crate) fn header(canvas: Canvas, style: &Style<'_>) -> String {
    let Canvas { width, height } = canvas;
    let (text, edge, shadow) = (colour(style.text), colour(style.edge), alpha(style.shadow_opacity));
    let bold = if style.is_bold { -1 } else { 0 };
    format!(
        "[Script Info]\nPlayResX: {width}\nPlayResY: {height}\n{HEADER}\n\
         Style: Caption,{},100,&H00{text},&H00{text},&H00{edge},&H{shadow}{edge},{bold},0,0,0,100,100,0,0,1,\
         0,0,5,0,0,0,1\n\n[Events]\n\
         Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n",
        style.family,
    )
}

/// Writes an event that is on screen from one frame to another.
pub(crate) fn event(out: &mut String, layer: Layer, (from, to): (u32, u32), text: &str) {
    let layer = match layer {
        Layer::Bar => 0,
        Layer::Behind => 1,
        Layer::Letters => 2,
    };
    // Writing to a String cannot fail.
    let _ = writeln!(out, "Dialogue: {layer},{},{},Caption,,0,0,0,,{text}", time(from), time(to));
}

/// Writes a colour in the order blue, green, red that ASS has.
pub(crate) fn colour(colour: Colour) -> String {
    format!("{:02X}{:02X}{:02X}", colour.blue, colour.green, colour.red)
}

/// Writes how solid something is as ASS has it: 0 is solid.
pub(crate) fn alpha(opacity: f64) -> String {
    format!("{:02X}", domain::whole((1.0 - opacity) * 255.0))
}

/// Returns how long an event from a frame on has been on screen at another frame, in hundredths of a second.
pub(crate) fn gone(since: u32, at: u32) -> u64 {
    if at > since { hundredths(at) - begin(since) } else { 0 }
}

/// Writes how long a fill lasts, in the hundredths of a second that ASS has.
pub(crate) fn hundredths(frames: u32) -> u64 {
    u64::from(frames) * 100 / u64::from(FPS)
}

/// Writes a letter so that it never means anything to libass. After a backslash stands a space of no width:
/// `\N`, `\h` and `\{` would be commands.
pub(crate) fn letter(out: &mut String, c: char) {
    match c {
        '{' => out.push_str("\\{"),
        '}' => out.push_str("\\}"),
        '\\' => out.push_str("\\\u{200B}"),
        c => out.push(c),
    }
}

/// How far a curve's handles are from its ends, in radii, to be a quarter of a circle.
const QUARTER: f64 = 0.447_715_3;

/// Draws a box with round corners, in eighths of a pixel.
pub(crate) fn drawn(area: &SetBox) -> String {
    let SetBox { x, y, width, height, radius } = *area;
    let (right, lower, near) = (x + width, y + height, radius * QUARTER);
    let at = |points: &[(f64, f64)]| -> String {
        let eighth = |value: f64| domain::whole(value.max(0.0) * 8.0);
        points.iter().fold(String::new(), |mut all, (x, y)| {
            // Writing to a String cannot fail.
            let _ = write!(all, " {} {}", eighth(*x), eighth(*y));
            all
        })
    };
    format!(
        "\\p4}}m{} l{} b{} l{} b{} l{} b{} l{} b{}{{\\p0",
        at(&[(x + radius, y)]),
        at(&[(right - radius, y)]),
        at(&[(right - near, y), (right, y + near), (right, y + radius)]),
        at(&[(right, lower - radius)]),
        at(&[(right, lower - near), (right - near, lower), (right - radius, lower)]),
        at(&[(x + radius, lower)]),
        at(&[(x + near, lower), (x, lower - near), (x, lower - radius)]),
        at(&[(x, y + radius)]),
        at(&[(x, y + near), (x + near, y), (x + radius, y)]),
    )
}

/// Writes the moment half a frame before a frame, in the hundredths of a second that ASS has: late enough that the
/// frame before does not show it, early enough that the frame itself does.
fn time(frame: u32) -> String {
    let hundredths = begin(frame);
    let (seconds, minutes, hours) = (hundredths / 100 % 60, hundredths / 6000 % 60, hundredths / 360_000);
    format!("{hours}:{minutes:02}:{seconds:02}.{:02}", hundredths % 100)
}

fn begin(frame: u32) -> u64 {
    (u64::from(frame) * 2).saturating_sub(1) * 100 / (2 * u64::from(FPS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_frame_falls_into_its_own_event() {
        for n in 1..20_000_u32 {
            let hundredths = (u64::from(n) * 2 - 1) * 100 / 60;
            let at_us = |frame: u32| u64::from(frame) * 1_000_000 / 30;
            assert!(hundredths * 10_000 + 5_000 <= at_us(n), "frame {n} shows it");
            assert!(hundredths * 10_000 >= at_us(n - 1) + 5_000, "frame {} does not", n - 1);
        }
        assert_eq!((time(0).as_str(), time(91).as_str()), ("0:00:00.00", "0:00:03.01"));
    }

    #[test]
    fn colours_and_opacity_are_as_ass_has_them() {
        assert_eq!(colour(Colour::of_rgb(0x0012_3456)), "563412");
        assert_eq!([alpha(1.0), alpha(0.0)], ["00", "FF"]);
    }
}
