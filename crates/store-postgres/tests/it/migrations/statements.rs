//! Cuts SQL into statements and these into tokens: quotes, dollar bodies and comments are respected.

/// A piece of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A bare word in capitals; what is within double quotes is as it was.
    Word(String),
    /// A string literal, or a dollar body.
    Text(String),
    /// Any other sign.
    Sign(char),
}

impl Token {
    /// Tells whether this is a word.
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(found) if found == word)
    }
}

/// A statement: its tokens, and its text on one line.
#[derive(Debug, Default)]
pub(super) struct Statement {
    pub(super) tokens: Vec<Token>,
    pub(super) text: String,
}

/// Cuts a file into its statements.
pub(super) fn statements(sql: &str) -> Vec<Statement> {
    let mut all = Vec::new();
    let mut one = Statement::default();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = match skipped(rest) {
            Some(length) => {
                one.text.push(' ');
                length
            }
            None if first == ';' => {
                all.push(std::mem::take(&mut one));
                1
            }
            None => {
                let (token, length) = token(rest, first);
                one.tokens.push(token);
                one.text.push_str(&rest[..length]);
                length
            }
        };
        rest = &rest[length..];
    }
    all.push(one);
    all.retain(|statement| !statement.tokens.is_empty());
    for statement in &mut all {
        statement.text = statement.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    all
}

/// Returns the length of a space or comment at the beginning.
fn skipped(rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    if first.is_whitespace() {
        return Some(first.len_utf8());
    }
    if rest.starts_with("--") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if !rest.starts_with("/*") {
        return None;
    }
    let (mut depth, mut place) = (0, 0);
    while place < rest.len() {
        let here = &rest[place..];
        if here.starts_with("/*") {
            (depth, place) = (depth + 1, place + 2);
        } else if here.starts_with("*/") {
            (depth, place) = (depth - 1, place + 2);
            if depth == 0 {
                return Some(place);
            }
        } else {
            place += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    Some(rest.len())
}

fn token(rest: &str, first: char) -> (Token, usize) {
    let escapes = rest.starts_with("E'") || rest.starts_with("e'");
    if first == '\'' || escapes {
        let (text, length) = quoted(&rest[usize::from(escapes)..], '\'', escapes);
        return (Token::Text(text), length + usize::from(escapes));
    }
    if first == '"' {
        let (name, length) = quoted(rest, '"', false);
        return (Token::Word(name.to_uppercase()), length);
    }
    if let Some((body, length)) = dollar_body(rest) {
        return (Token::Text(body), length);
    }
    let word: String = rest.chars().take_while(|&c| c.is_alphanumeric() || c == '_').collect();
    if word.is_empty() {
        return (Token::Sign(first), first.len_utf8());
    }
    (Token::Word(word.to_uppercase()), word.len())
}

/// Reads what stands in quotes, where a doubled one is itself.
fn quoted(rest: &str, quote: char, escapes: bool) -> (String, usize) {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((place, c)) = chars.next() {
        if c == '\\' && escapes {
            text.extend(chars.next().map(|(_, escaped)| escaped));
        } else if c != quote {
            text.push(c);
        } else if chars.next_if(|&(_, next)| next == quote).is_some() {
            text.push(quote);
        } else {
            return (text, place + 1);
        }
    }
    (text, rest.len())
}

/// Reads `$tag$ ... $tag$`.
fn dollar_body(rest: &str) -> Option<(String, usize)> {
    let inner = rest.strip_prefix('$')?;
    let tag = &inner[..inner.find('$')?];
    if !tag.chars().all(|c| c.is_alphanumeric() || c == '_') || tag.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let fence = format!("${tag}$");
    let body = &rest[fence.len()..];
    let end = body.find(&fence)?;
    Some((body[..end].to_owned(), end + 2 * fence.len()))
}

#[test]
fn a_file_is_cut_where_postgres_cuts_it() {
    let cut = |sql: &str| statements(sql).into_iter().map(|one| one.text).collect::<Vec<_>>();
    assert_eq!(cut("a; b -- ;\n;;c"), ["a", "b", "c"]);
    assert_eq!(cut("a ';''' b; c E'\\';' d"), ["a ';''' b", "c E'\\';' d"]);
    assert_eq!(cut("a $$;$x$;$$ b; c $x$;$$;$x$"), ["a $$;$x$;$$ b", "c $x$;$$;$x$"]);
    assert_eq!(cut("a /* ; /* ; */ ; */ b; \"c;\"\"\" d"), ["a b", "\"c;\"\"\" d"]);
    assert_eq!(cut("a $1; b"), ["a $1", "b"]);
}
