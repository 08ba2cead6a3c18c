//! The filters of a store's look: noise, edges, the mood of the colours, and where the logo lies.

use domain::{Canvas, Corner, Format, Grade, Logo, Look};

use crate::tone::{PLAIN, Tone};

/// Returns the filter that takes noise out of a shot, with the comma before it. It looks back in time, so a shot is
/// filtered before another is joined to it.
pub(crate) fn denoise(look: &Look) -> &'static str {
    match look.denoise {
        0 => "",
        1 => ",hqdn3d=4:3:6:4.5",
        2 => ",hqdn3d=7:5:11:8",
        _ => ",hqdn3d=12:9:18:14",
    }
}

/// Returns the filters of edges and colours, each with the comma before it.
pub(crate) fn finish(look: &Look) -> String {
    let sharpen = match look.sharpen {
        0 => "",
        1 => ",unsharp=5:5:0.4:5:5:0",
        2 => ",unsharp=5:5:0.8:5:5:0",
        _ => ",unsharp=5:5:1.4:5:5:0",
    };
    format!("{sharpen}{}", grade(look.grade).filter())
}

/// Returns how a mood bends light and colours. Warm and cool move grey by some eight levels of red against blue: to be
/// seen beside each other, and not to be seen in skin.
const fn grade(grade: Grade) -> Tone {
    match grade {
        Grade::Natural => PLAIN,
        Grade::Warm => Tone { saturation: 1.04, blue: -2.2, red: 2.2, ..PLAIN },
        Grade::Cool => Tone { blue: 2.2, red: -2.2, ..PLAIN },
        Grade::Vivid => Tone { contrast: 1.08, saturation: 1.3, ..PLAIN },
        Grade::Soft => Tone { contrast: 0.88, brightness: 0.02, saturation: 0.92, ..PLAIN },
        Grade::Mono => Tone { contrast: 1.04, saturation: 0.0, ..PLAIN },
    }
}

/// Returns the filters that bring a logo's picture to its size.
pub(crate) fn logo(logo: &Logo, canvas: Canvas) -> String {
    let (width, height) = (canvas.width * u32::from(logo.width_percent) / 100, canvas.height / 4);
    let opacity = f64::from(logo.opacity_percent) / 100.0;
    format!(
        "format=rgba,colorchannelmixer=aa={opacity:.2},\
         scale={width}:{height}:force_original_aspect_ratio=decrease:force_divisible_by=2:\
         out_color_matrix=bt709:out_range=tv,format=yuva420p"
    )
}

/// Returns where the logo lies over footage: in a corner of what the networks leave free.
pub(crate) fn corner(logo: &Logo, format: Format, canvas: Canvas) -> String {
    let [left, top, right, bottom] = margins(format, canvas);
    let x = match logo.corner {
        Corner::TopLeft | Corner::BottomLeft => left.to_string(),
        Corner::TopRight | Corner::BottomRight => format!("W-w-{right}"),
    };
    let y = match logo.corner {
        Corner::TopLeft | Corner::TopRight => top.to_string(),
        Corner::BottomLeft | Corner::BottomRight => format!("H-h-{bottom}"),
    };
    format!("overlay=x={x}:y={y}")
}

/// Where the logo lies over a card: above its texts.
pub(crate) const ABOVE_CARD: &str = "overlay=x=(W-w)/2:y=H*3/10-h/2";

/// Returns how much is left free at the left, upper, right and lower edge.
fn margins(format: Format, canvas: Canvas) -> [u32; 4] {
    let (full, free) = (format.canvas(), format.safe_box());
    let pixels = [free.left, free.top, full.width - free.right(), full.height - free.lower()];
    pixels.map(|px| px * canvas.width / full.width)
}

#[cfg(test)]
mod tests {
    use domain::{PictureId, Quality};

    use super::*;

    #[test]
    fn a_logo_lies_inside_the_safe_box_at_every_quality() {
        let logo = Logo {
            picture: PictureId::new(),
            corner: Corner::BottomRight,
            width_percent: 20,
            opacity_percent: 80,
        };
        let place = |quality: Quality| corner(&logo, Format::Vertical, quality.canvas(Format::Vertical));
        assert_eq!(place(Quality::Standard), "overlay=x=W-w-180:y=H-h-460");
        assert_eq!(place(Quality::Draft), "overlay=x=W-w-90:y=H-h-230");
    }

    #[test]
    fn a_plain_look_costs_nothing() {
        assert_eq!((denoise(&Look::default()), finish(&Look::default()).as_str()), ("", ""));
    }
}
