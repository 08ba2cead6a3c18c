//! The text of a post: how long it is for a network, and the form in which it travels.

use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

/// How long a text may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextRule {
    /// So many UTF-16 code units.
    Utf16 {
        /// The most.
        max: usize,
    },
    /// So much by X's weights: most letters of the West count one, all else two, a link 23.
    Weighted {
        /// The most.
        max: usize,
    },
}

impl TextRule {
    /// Returns the most.
    pub const fn max(self) -> usize {
        match self {
            Self::Utf16 { max } | Self::Weighted { max } => max,
        }
    }

    /// Measures a text as the network does.
    pub fn length(self, text: &str) -> usize {
        match self {
            Self::Utf16 { .. } => text.encode_utf16().count(),
            Self::Weighted { .. } => weight(text),
        }
    }
}

/// What X counts for a link, however long it is.
const LINK: usize = 23;

/// Measures a text as X does (twitter-text, configuration 3): links 23, emojis two, most letters of the West one, all
/// else two. Where it is not sure what X takes for a link, it counts the more.
fn weight(text: &str) -> usize {
    let text: String = text.nfc().collect();
    text.split_inclusive(char::is_whitespace).map(weight_of_word).sum()
}

/// Measures what stands between spaces: before a link, the link, and after it.
fn weight_of_word(word: &str) -> usize {
    let Some((start, end)) = link_in(word) else { return weight_of_letters(word) };
    let part = |range| word.get(range).map_or(0, weight_of_letters);
    part(0..start) + LINK + word.get(end..).map_or(0, weight_of_word)
}

/// Finds the first link of a word: with its scheme, or a bare name such as `example.com`.
fn link_in(word: &str) -> Option<(usize, usize)> {
    let is_of_link = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '(' | '[' | '{');
    let runs = word.split_inclusive(|c| !is_of_link(c));
    let mut at = 0;
    for run in runs {
        let bare = run.trim_end_matches(|c| !is_of_link(c));
        if let Some((from, length)) = link_of(bare) {
            return Some((at + from, at + from + length));
        }
        at += run.len();
    }
    None
}

/// Finds a link in a run of characters that links have: where it begins, and how long it is.
fn link_of(run: &str) -> Option<(usize, usize)> {
    let lower = run.to_ascii_lowercase();
    let scheme = ["https://", "http://"].iter().find_map(|scheme| Some((lower.find(scheme)?, scheme.len())));
    let (from, host_at) = if let Some((at, length)) = scheme {
        (at, at + length)
    } else {
        let at = run.find(|c: char| c.is_ascii_alphanumeric())?;
        // An address of mail is none.
        (!run.contains('@')).then_some((at, at))?
    };
    let is_of_host = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    let host = lower.get(host_at..)?.split(|c| !is_of_host(c)).next()?.trim_end_matches(['.', '-']);
    let (name, top) = host.rsplit_once('.')?;
    // A country's ending, or one that shops have; others are links only after a scheme.
    let common =
        ["com", "net", "org", "info", "biz", "shop", "store", "online", "site", "app", "dev", "blog", "page"];
    let is_known = top.len() == 2 || common.contains(&top);
    let fits =
        top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic()) && (is_known || scheme.is_some());
    if name.is_empty() || !fits {
        return None;
    }
    // Marks at its end belong to the sentence.
    let whole = run.get(from..)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ')', ']', '}']);
    Some((from, whole.len()))
}

fn weight_of_letters(text: &str) -> usize {
    let of_group = |group: &str| if is_emoji(group) { 2 } else { group.chars().map(weight_of_letter).sum() };
    text.graphemes(true).map(of_group).sum()
}

fn weight_of_letter(letter: char) -> usize {
    let is_light = matches!(u32::from(letter), 0..=4351 | 8192..=8205 | 8208..=8223 | 8242..=8247);
    if is_light { 1 } else { 2 }
}

/// Tells whether what a reader sees as one sign is an emoji, which counts two whatever it is made of.
fn is_emoji(group: &str) -> bool {
    let shown_as_picture = group.contains(['\u{FE0F}', '\u{20E3}']);
    group.chars().next().is_some_and(|first| match first {
        '\u{1F000}'..='\u{1FAFF}'
        | '\u{2600}'..='\u{27BF}'
        | '\u{2300}'..='\u{23FF}'
        | '\u{2B00}'..='\u{2BFF}' => true,
        '0'..='9' | '#' | '*' => group.contains('\u{20E3}'),
        '\u{A9}'
        | '\u{AE}'
        | '\u{2000}'..='\u{22FF}'
        | '\u{2400}'..='\u{25FF}'
        | '\u{2900}'..='\u{297F}'
        | '\u{3000}'..='\u{33FF}' => shown_as_picture,
        _ => false,
    })
}

/// Writes a text in the HTML that the publisher takes: each line a paragraph, nothing of it a tag.
///
/// The publisher reads content as HTML, drops tags that it does not know, and escapes a text without a paragraph a
/// second time.
pub fn post_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    for line in text.lines() {
        html.push_str("<p>");
        for letter in line.chars() {
            match letter {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                other => html.push(other),
            }
        }
        html.push_str("</p>");
    }
    if html.is_empty() { "<p></p>".to_owned() } else { html }
}

/// Reads the words of HTML that came back, so that two forms of one text are equal: tags and the kind of spaces do not
/// count.
pub fn words_of_html(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut in_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => {
                in_tag = true;
                text.push(' ');
            }
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            other => text.push(other),
        }
    }
    for (entity, letter) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")]
    {
        text = text.replace(entity, letter);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_travels_as_paragraphs_and_comes_back_as_it_was() {
        let html = post_html("Tom & Jerry <b>\n\n\"New\" > old");
        assert_eq!(html, "<p>Tom &amp; Jerry &lt;b&gt;</p><p></p><p>\"New\" &gt; old</p>");
        assert_eq!(words_of_html(&html), "Tom & Jerry <b> \"New\" > old");
        assert_eq!(words_of_html("<p>&amp;lt;</p>"), "&lt;");
        assert_eq!((post_html("").as_str(), words_of_html("<p></p>").as_str()), ("<p></p>", ""));
        assert_eq!(post_html("a\r\nb"), "<p>a</p><p>b</p>");
    }

    #[test]
    fn other_networks_count_utf16_units() {
        let utf16 = TextRule::Utf16 { max: 10 };
        for (text, length) in [
            ("", 0),
            ("ab", 2),
            ("Lumânări", 8),
            ("蝋燭", 2),
            ("🕯", 2),
            ("❤️", 2),
            ("🇷🇴", 4),
            ("👨‍👩‍👧", 8),
            ("e\u{301}", 2),
            ("https://example.com", 19),
        ] {
            assert_eq!(utf16.length(text), length, "{text}");
        }
    }

    #[test]
    fn x_weighs() {
        let weighted = TextRule::Weighted { max: 280 };
        for (text, length) in [
            ("", 0),
            ("Lumânări", 8),
            ("e\u{301}", 1),
            ("“new” – now…", 12 + 1),
            ("蝋燭", 4),
            ("ぱ", 2),
            ("は\u{309A}", 2),
            ("안녕", 4),
            ("Привет", 6),
            ("🕯", 2),
            ("❤️", 2),
            ("❤", 2),
            ("👍🏽", 2),
            ("🇷🇴", 2),
            ("👨‍👩‍👧", 2),
            ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2),
            ("1️⃣", 2),
            ("©️", 2),
            ("©", 1),
            ("™", 2),
            ("👨‍👩‍👧 👍🏽 🇷🇴 ❤️", 2 + 1 + 2 + 1 + 2 + 1 + 2),
            // A joiner of letters is a letter like others.
            ("क्\u{200D}ष", 4),
            ("see https://example.com/a/very/long/address?that=counts now", 4 + 23 + 4),
            ("http://a.co", 23),
            ("HTTPS://EXAMPLE.COM", 23),
            ("(https://example.com/a)", 1 + 23 + 1),
            ("https://example.com/a, and", 23 + 1 + 4),
            ("look:https://example.com", 5 + 23),
            ("店https://example.com店", 2 + 23 + 2),
            ("example.com", 23),
            ("lumina.ro/candles!", 23 + 1),
            ("a.b@example.com", 15),
            ("https://localhost", 17),
            ("e.g. this", 9),
            ("end.Then", 8),
            ("9.50 lei", 8),
        ] {
            assert_eq!(weighted.length(text), length, "{text}");
        }
    }
}
