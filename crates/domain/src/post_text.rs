//! The text of a post: how long it is for a network, and the form in which it travels.

use unicode_normalization::UnicodeNormalization as _;

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

/// Measures a text as X does (twitter-text, configuration 3).
fn weight(text: &str) -> usize {
    const LINK: usize = 23;
    let text: String = text.nfc().collect();
    let is_link = |word: &str| {
        let lower = word.to_ascii_lowercase();
        lower.starts_with("https://") || lower.starts_with("http://")
    };
    let words = text.split_inclusive(char::is_whitespace);
    words
        .map(|word| {
            let bare = word.trim_end();
            let rest = weight_of_letters(word.get(bare.len()..).unwrap_or_default());
            if is_link(bare) { LINK + rest } else { weight_of_letters(word) }
        })
        .sum()
}

fn weight_of_letters(text: &str) -> usize {
    const JOINER: char = '\u{200D}';
    let mut total = 0;
    let mut is_joined = false;
    let mut flag_is_open = false;
    for letter in text.chars() {
        let is_flag = ('\u{1F1E6}'..='\u{1F1FF}').contains(&letter);
        // An emoji of several characters counts as one: what joins it, what follows a joiner, and what shades it is free.
        let is_part = matches!(letter, '\u{FE0E}' | '\u{FE0F}' | '\u{20E3}' | '\u{1F3FB}'..='\u{1F3FF}');
        let is_free = letter == JOINER || is_joined || is_part || (is_flag && flag_is_open);
        if !is_free {
            let is_light = matches!(
                u32::from(letter),
                0..=4351 | 8192..=8205 | 8208..=8223 | 8242..=8247
            );
            total += if is_light { 1 } else { 2 };
        }
        is_joined = letter == JOINER;
        flag_is_open = is_flag && !flag_is_open;
    }
    total
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
    fn a_length_is_the_networks_own() {
        let utf16 = TextRule::Utf16 { max: 10 };
        assert_eq!(utf16.length("ab"), 2);
        assert_eq!(utf16.length("🕯"), 2);
        assert_eq!(utf16.length("👨‍👩‍👧"), 8);
        let weighted = TextRule::Weighted { max: 280 };
        assert_eq!(weighted.length("Lumânări"), 8);
        assert_eq!(weighted.length("蝋燭"), 4);
        assert_eq!(weighted.length("👨‍👩‍👧 👍🏽 🇷🇴 ❤️"), 2 + 1 + 2 + 1 + 2 + 1 + 2);
        assert_eq!(
            weighted.length("see https://example.com/a/very/long/address?that=counts now"),
            4 + 23 + 4
        );
    }
}
