//! Bends light and colour, each plane of a picture by a table of its own: no turn through RGB.
//!
//! `eq` can do the same, but rounds the middle of the colours down, which leaves a tint of green in what is grey.

/// How light and colours are bent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tone {
    /// What the difference between dark and light is multiplied with.
    pub(crate) contrast: f64,
    /// How much lighter it becomes, of 1.
    pub(crate) brightness: f64,
    /// What colours are multiplied with.
    pub(crate) saturation: f64,
    /// How many levels the difference to blue is moved; grey becomes bluer by twice as many.
    pub(crate) blue: f64,
    /// How many levels the difference to red is moved; grey becomes redder by nearly twice as many.
    pub(crate) red: f64,
}

/// Leaves a picture as it is.
pub(crate) const PLAIN: Tone = Tone { contrast: 1.0, brightness: 0.0, saturation: 1.0, blue: 0.0, red: 0.0 };

impl Tone {
    /// Returns the filter, with the comma before it; nothing where nothing is bent.
    pub(crate) fn filter(&self) -> String {
        if *self == PLAIN {
            return String::new();
        }
        let Self { contrast, brightness, saturation, blue, red } = *self;
        // Tables cut off what is behind the point: half a level more rounds.
        let luma = 128.5 + brightness * 255.0;
        let chroma = |moved: f64| format!("clip((val-128)*{saturation:.3}+{:.3},16,240)", 128.5 + moved);
        format!(
            ",lutyuv=y='clip((val-128)*{contrast:.3}+{luma:.3},16,235)':u='{}':v='{}'",
            chroma(blue),
            chroma(red)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_stays_in_the_middle_of_the_colours() {
        assert_eq!(PLAIN.filter(), "");
        let grey = Tone { saturation: 0.0, ..PLAIN }.filter();
        assert!(
            grey.ends_with(
                "u='clip((val-128)*0.000+128.500,16,240)':v='clip((val-128)*0.000+128.500,16,240)'"
            )
        );
    }
}
