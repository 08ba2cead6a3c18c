//! Transforms: how the picture of a segment is shown.

use serde::{Deserialize, Serialize};

/// How a picture is turned, framed, played and coloured; integers, so that a plan can be compared and hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Transform {
    /// Whether left and right change places.
    pub flip: bool,
    /// How much larger than the whole it is shown: 100 to 300.
    pub zoom_percent: u16,
    /// Which part is shown, from -100 (left edge) to 100 (right edge).
    pub pan_x_percent: i8,
    /// Which part is shown, from -100 (upper edge) to 100 (lower edge).
    pub pan_y_percent: i8,
    /// How fast it plays: 25 to 400.
    pub speed_percent: u16,
    /// Lighter or darker: -50 to 50.
    pub brightness_percent: i8,
    /// More or less difference between dark and light: -50 to 50.
    pub contrast_percent: i8,
    /// More or less colour: -100 to 100.
    pub saturation_percent: i8,
}

impl Default for Transform {
    fn default() -> Self {
        Self {
            flip: false,
            zoom_percent: 100,
            pan_x_percent: 0,
            pan_y_percent: 0,
            speed_percent: 100,
            brightness_percent: 0,
            contrast_percent: 0,
            saturation_percent: 0,
        }
    }
}

impl Transform {
    /// Checks every figure.
    ///
    /// # Errors
    /// [`InvalidTransform`], naming the first that is out of its range.
    pub fn checked(self) -> Result<Self, InvalidTransform> {
        let within = |value: i8, most: i8| (-most..=most).contains(&value);
        if !(100..=300).contains(&self.zoom_percent) {
            return Err(InvalidTransform::Zoom);
        }
        if !within(self.pan_x_percent, 100) || !within(self.pan_y_percent, 100) {
            return Err(InvalidTransform::Pan);
        }
        if !(25..=400).contains(&self.speed_percent) {
            return Err(InvalidTransform::Speed);
        }
        let colours = within(self.brightness_percent, 50)
            && within(self.contrast_percent, 50)
            && within(self.saturation_percent, 100);
        if colours { Ok(self) } else { Err(InvalidTransform::Colour) }
    }
}

/// How the view of a still picture moves while it is shown (the Ken Burns effect).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Motion {
    /// It stands still.
    #[default]
    Still,
    /// It comes nearer.
    ZoomIn,
    /// It goes away.
    ZoomOut,
    /// It moves to the left.
    PanLeft,
    /// It moves to the right.
    PanRight,
}

/// Says which figure of a transform cannot be taken, and what would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTransform {
    /// The zoom.
    #[error("zoom is 100 to 300 %")]
    Zoom,
    /// The pan.
    #[error("pan is -100 to 100 %")]
    Pan,
    /// The speed.
    #[error("speed is 25 to 400 %")]
    Speed,
    /// A colour.
    #[error("brightness and contrast are -50 to 50 %, saturation -100 to 100 %")]
    Colour,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_figure_has_its_range() {
        let plain = Transform::default();
        assert_eq!(plain.checked(), Ok(plain));
        let refused = |transform: Transform| transform.checked().unwrap_err();
        assert_eq!(refused(Transform { zoom_percent: 99, ..plain }), InvalidTransform::Zoom);
        assert_eq!(refused(Transform { pan_y_percent: -101, ..plain }), InvalidTransform::Pan);
        assert_eq!(refused(Transform { speed_percent: 401, ..plain }), InvalidTransform::Speed);
        assert_eq!(refused(Transform { contrast_percent: 51, ..plain }), InvalidTransform::Colour);
    }
}
