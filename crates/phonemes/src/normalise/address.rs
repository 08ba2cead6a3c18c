//! Addresses on the net, as they are read aloud.

/// What the signs of an address are called in a language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signs {
    pub(super) dot: &'static str,
    pub(super) at: &'static str,
    pub(super) slash: &'static str,
    pub(super) dash: &'static str,
    pub(super) underscore: &'static str,
    pub(super) plus: &'static str,
    /// Says a run of digits.
    pub(super) digits: fn(&str) -> String,
}

/// Last parts of the names of machines; by these an address is told from a sentence without a space.
const ENDS: [&str; 48] = [
    "com", "org", "net", "edu", "gov", "info", "biz", "io", "co", "ai", "app", "dev", "tv", "me", "shop",
    "store", "online", "site", "blog", "tech", "xyz", "example", "test", "eu", "uk", "us", "ro", "md", "de",
    "fr", "es", "it", "pt", "nl", "be", "at", "ch", "pl", "hu", "bg", "gr", "se", "no", "dk", "fi", "ie",
    "br", "in",
];

/// Reads an address; [`None`] when the text is none.
pub(super) fn address(text: &str, signs: Signs) -> Option<String> {
    let bare = text.split_once("://").map_or(text, |(_, bare)| bare);
    let host = bare.split(['/', '?', '#', ':']).next().unwrap_or(bare);
    if bare.len() == text.len() && !is_mail(bare) && !is_host(host) {
        return None;
    }
    // What comes after `?` or `#` is for machines.
    let said = bare.split(['?', '#']).next().unwrap_or(bare).trim_end_matches(['/', '.']);
    let words = spelled(said, signs);
    if words.is_empty() { None } else { Some(words.join(" ")) }
}

fn is_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && is_name(host))
}

/// Names with dots between them.
fn is_name(host: &str) -> bool {
    let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    host.contains('.') && host.split('.').all(label)
}

fn is_host(host: &str) -> bool {
    let end = host.rsplit('.').next().unwrap_or_default();
    // "This is it.In fact" is two sentences.
    let written_as_one = end.chars().all(char::is_lowercase) || host.chars().all(|c| !c.is_lowercase());
    is_name(host)
        && (host.starts_with("www.") || (written_as_one && ENDS.contains(&end.to_lowercase().as_str())))
}

fn spelled(text: &str, signs: Signs) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut run = String::new();
    let end = |run: &mut String, words: &mut Vec<String>| {
        let run = std::mem::take(run);
        if run.eq_ignore_ascii_case("www") {
            words.push("W W W".to_owned());
        } else if run.starts_with(|c: char| c.is_ascii_digit()) {
            words.push((signs.digits)(&run));
        } else if !run.is_empty() {
            words.push(run);
        }
    };
    for c in text.chars() {
        let changes = run.chars().next().is_some_and(|first| first.is_ascii_digit() != c.is_ascii_digit());
        if c.is_alphanumeric() && !changes {
            run.push(c);
            continue;
        }
        end(&mut run, &mut words);
        let name = match c {
            '.' => signs.dot,
            '@' => signs.at,
            '/' => signs.slash,
            '-' => signs.dash,
            '_' => signs.underscore,
            '+' => signs.plus,
            c if c.is_alphanumeric() => {
                run.push(c);
                continue;
            }
            _ => continue,
        };
        words.push(name.to_owned());
    }
    end(&mut run, &mut words);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(text: &str) -> Option<String> {
        let signs = Signs {
            dot: "dot",
            at: "at",
            slash: "slash",
            dash: "dash",
            underscore: "underscore",
            plus: "plus",
            digits: |digits| format!("<{digits}>"),
        };
        address(text, signs)
    }

    #[test]
    fn addresses_are_read_by_their_signs() {
        for (text, words) in [
            ("shop.example.com", "shop dot example dot com"),
            ("https://www.lumina.ro/oferte/?utm=1", "W W W dot lumina dot ro slash oferte"),
            ("ana.pop_2@mail.ro", "ana dot pop underscore <2> at mail dot ro"),
            ("my-shop24.co.uk", "my dash shop <24> dot co dot uk"),
            ("http://localhost:8080", "localhost <8080>"),
        ] {
            assert_eq!(say(text).as_deref(), Some(words), "{text}");
        }
    }

    #[test]
    fn other_texts_with_signs_are_no_addresses() {
        for text in ["e.g", "end.Next", "it.In", "3.14", "a@b", "@ana", "://", "...", "Hello", "and/or"] {
            assert_eq!(say(text), None, "{text}");
        }
    }
}
