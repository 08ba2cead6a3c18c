//! The filters of a store's look: noise, edges, the mood of the colours, and where the logo lies.

use std::ops::Range;

use domain::{Canvas, Corner, Format, Grade, Logo, Look};

use crate::{
    card::LogoRoom,
    tone::{PLAIN, Tone},
};

/// Returns the filter that takes noise out of a shot, with the comma before it. It looks back in time, so a shot is
/// filtered before another is joined to it.
pub(crate) fn denoise(look: &Look) -> &'static str {
    match look.denoise {
        0 => "",
        1 => ",hqdn3d=5:4:8:6",
        2 => ",hqdn3d=8:6:12:9",
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

/// How far a logo keeps away from captions, in pixels at full size.
const FROM_CAPTIONS_PX: u32 = 24;

/// A logo's filters: from its picture to its size, and over what it lies.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LaidLogo {
    /// Its size and how solid it is.
    pub(crate) sized: String,
    /// Where it lies.
    pub(crate) over: String,
}

/// Lays a logo over footage, into a corner of what the networks leave free; below the rows of captions where it fits
/// there, else above them.
pub(crate) fn over_footage(logo: &Logo, format: Format, canvas: Canvas, captions: &Range<u32>) -> LaidLogo {
    let (full, free) = (format.canvas(), format.safe_box());
    let small = |px: u32| px * canvas.width / full.width;
    let [left, top, right, bottom] =
        [free.left, free.top, full.width - free.right(), full.height - free.lower()].map(small);
    let x = match logo.corner {
        Corner::TopLeft | Corner::BottomLeft => left.to_string(),
        Corner::TopRight | Corner::BottomRight => format!("W-w-{right}"),
    };
    let y = match logo.corner {
        Corner::TopLeft | Corner::TopRight => top.to_string(),
        Corner::BottomLeft | Corner::BottomRight => {
            let below = small(free.lower().saturating_sub(captions.end + FROM_CAPTIONS_PX));
            let above = small(captions.start.saturating_sub(FROM_CAPTIONS_PX));
            format!("'if(lte(h,{below}),H-h-{bottom},max({top},{above}-h))'")
        }
    };
    let sized = sized(logo, canvas, (canvas.width, canvas.height / 4));
    LaidLogo { sized, over: format!("overlay=x={x}:y={y}") }
}

/// Lays a logo over a card, above its texts.
pub(crate) fn over_card(logo: &Logo, format: Format, canvas: Canvas, room: LogoRoom) -> LaidLogo {
    let small = |px: u32| px * canvas.width / format.canvas().width;
    LaidLogo {
        sized: sized(logo, canvas, (small(room.width), small(room.height))),
        over: format!("overlay=x=(W-w)/2:y={}-h", small(room.lower)),
    }
}

/// Returns the filters that bring a logo's picture to its width, or to what of it fits into so much. Its sides are even
/// and at least 2 pixels, however wide or tall it is.
fn sized(logo: &Logo, canvas: Canvas, (most_width, height): (u32, u32)) -> String {
    let width = (canvas.width * u32::from(logo.width_percent) / 100).min(most_width);
    let opacity = f64::from(logo.opacity_percent) / 100.0;
    format!(
        "format=rgba,colorchannelmixer=aa={opacity:.2},\
         scale=w='max(2,floor(min({width},round({height}*iw/ih))/2)*2)':\
         h='max(2,floor(min({height},round({width}*ih/iw))/2)*2)':\
         out_color_matrix=bt709:out_range=tv,format=yuva420p"
    )
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
        let place = |quality: Quality, captions: Range<u32>| {
            over_footage(&logo, Format::Vertical, quality.canvas(Format::Vertical), &captions).over
        };
        let lowest = || 1300..1450;
        let above = "overlay=x=W-w-180:y='if(lte(h,0),H-h-460,max(250,1276-h))'";
        assert_eq!(place(Quality::Standard, lowest()), above);
        let above = "overlay=x=W-w-90:y='if(lte(h,0),H-h-230,max(125,638-h))'";
        assert_eq!(place(Quality::Draft, lowest()), above);
        assert!(place(Quality::Standard, 600..800).contains("lte(h,636)"), "there is room below");
    }

    #[test]
    fn a_plain_look_costs_nothing() {
        assert_eq!((denoise(&Look::default()), finish(&Look::default()).as_str()), ("", ""));
    }
}
