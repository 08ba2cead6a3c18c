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

/// Lays a logo over footage, into a corner of what the networks leave free; on the other side of the captions' rows
/// where it does not fit between them and its corner. It becomes smaller where it fits on neither side.
pub(crate) fn over_footage(logo: &Logo, format: Format, canvas: Canvas, captions: &Range<u32>) -> LaidLogo {
    let (full, free) = (format.canvas(), format.safe_box());
    let small = |px: u32| px * canvas.width / full.width;
    let [left, top, right, bottom] =
        [free.left, free.top, full.width - free.right(), full.height - free.lower()].map(small);
    let x = match logo.corner {
        Corner::TopLeft | Corner::BottomLeft => left.to_string(),
        Corner::TopRight | Corner::BottomRight => format!("W-w-{right}"),
    };
    // The rows next to those of the captions, and the room from them to the edges of what is free.
    let (upper, lower) =
        (small(captions.start.saturating_sub(FROM_CAPTIONS_PX)), small(captions.end + FROM_CAPTIONS_PX));
    let (above, below) = (upper.saturating_sub(top), (canvas.height - bottom).saturating_sub(lower));
    let y = match logo.corner {
        Corner::TopLeft | Corner::TopRight => format!("'if(lte(h,{above}),{top},{lower})'"),
        Corner::BottomLeft | Corner::BottomRight => {
            format!("'if(lte(h,{below}),H-h-{bottom},{upper}-h)'")
        }
    };
    let sized = sized(logo, canvas, (canvas.width, above.max(below).min(canvas.height / 4)));
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
        let above = "overlay=x=W-w-180:y='if(lte(h,0),H-h-460,1276-h)'";
        assert_eq!(place(Quality::Standard, lowest()), above);
        let above = "overlay=x=W-w-90:y='if(lte(h,0),H-h-230,638-h)'";
        assert_eq!(place(Quality::Draft, lowest()), above);
        assert!(place(Quality::Standard, 600..800).contains("lte(h,636)"), "there is room below");
    }

    #[test]
    fn a_logo_above_goes_below_high_captions_and_is_never_higher_than_the_room_beside_them() {
        let picture = PictureId::new();
        let logo = Logo { picture, corner: Corner::TopLeft, width_percent: 50, opacity_percent: 100 };
        let lay = |captions: Range<u32>| {
            let format = Format::Vertical;
            over_footage(&logo, format, Quality::Standard.canvas(format), &captions)
        };
        let high = lay(400..560);
        assert_eq!(high.over, "overlay=x=60:y='if(lte(h,126),250,584)'");
        assert!(high.sized.contains("min(480,"), "{high:?}");
        let middle = lay(700..1010);
        assert_eq!(middle.over, "overlay=x=60:y='if(lte(h,426),250,1034)'");
        assert!(middle.sized.contains("min(426,"), "{middle:?}");
    }

    #[test]
    fn a_plain_look_costs_nothing() {
        assert_eq!((denoise(&Look::default()), finish(&Look::default()).as_str()), ("", ""));
    }
}
