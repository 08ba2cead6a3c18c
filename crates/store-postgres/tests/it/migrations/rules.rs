//! The rules of migrations/README.md.

use std::collections::{BTreeMap, BTreeSet};

use super::statements::{Statement, Token, statements};

/// A migration's files.
pub(super) struct Migration {
    pub(super) name: String,
    pub(super) up: String,
    pub(super) metadata: String,
}

/// Tables with few rows: a check that is made while they are locked takes no time.
const SMALL: [&str; 2] = ["USERS", "PROFILES"];
/// Functions whose value is the same for all rows of a statement: as a default they rewrite nothing.
const SAME_FOR_ALL: [&str; 1] = ["NOW"];
const MOST_ROWS: u32 = 2000;

/// What earlier files did, and this one.
#[derive(Default)]
struct Sight {
    /// Indexes that an earlier file drops if they are there.
    dropped: BTreeSet<String>,
    /// Checks that a column is not null: the column and whether the check is validated, by table and name.
    checks: BTreeMap<(String, String), (String, bool)>,
    /// Tables that this file creates.
    new: BTreeSet<String>,
    /// Tables of which this file adds a constraint as NOT VALID.
    unvalidated: BTreeSet<String>,
}

/// Returns the breaches as `migration: statement: rule`, in the order of the files.
pub(super) fn breaches(migrations: &[Migration]) -> Vec<String> {
    let mut sight = Sight::default();
    let mut found = Vec::new();
    for migration in migrations {
        let all = statements(&migration.up);
        sight.new = all.iter().filter_map(|one| created_table(&one.tokens)).collect();
        sight.unvalidated.clear();
        let mut dropped = BTreeSet::new();
        for one in &all {
            let mut rules = sight.of(&one.tokens);
            let around = concurrently(one, all.len(), migration, &sight.dropped);
            rules.extend(around.into_iter().map(str::to_owned));
            dropped.extend(dropped_index(&one.tokens));
            found.extend(rules.iter().map(|rule| format!("{}: {}: {rule}", migration.name, one.text)));
        }
        sight.dropped.append(&mut dropped);
    }
    found
}

impl Sight {
    fn of(&mut self, tokens: &[Token]) -> Vec<String> {
        let Some(Token::Word(verb)) = tokens.first() else { return Vec::new() };
        let rule = |is_broken: bool, text: &str| if is_broken { vec![text.to_owned()] } else { vec![] };
        match verb.as_str() {
            "DO" => self.within(tokens),
            "CREATE" => {
                let plain = indexed_table(tokens).filter(|_| !has(tokens, "CONCURRENTLY"));
                rule(
                    plain.is_some_and(|table| !self.new.contains(&table)),
                    "makes an index without CONCURRENTLY",
                )
            }
            "ALTER" if at(tokens, 1, "TABLE") => self.alter(tokens),
            "UPDATE" | "DELETE" | "WITH" | "INSERT" | "MERGE" => {
                rule(self.changes_many(tokens), "changes rows without a limit of at most 2000")
            }
            "LOCK" => rule(true, "locks a table"),
            "TRUNCATE" => rule(true, "destroys rows"),
            "DROP" => {
                rule(at(tokens, 1, "TABLE"), "destroys a table; leave that to a later version's down.sql")
            }
            "REINDEX" | "CLUSTER" | "VACUUM" => rule(!has(tokens, "CONCURRENTLY"), "rewrites what it locks"),
            "GRANT" => {
                let words = tokens.iter().take_while(|token| !token.is("ON"));
                let bad = words
                    .filter(|token| ["TRUNCATE", "REFERENCES", "TRIGGER", "ALL"].iter().any(|w| token.is(w)));
                bad.map(|token| format!("grants {}", name(token))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Looks into a DO block: at its statements, and at the texts that it executes.
    fn within(&mut self, tokens: &[Token]) -> Vec<String> {
        const VERBS: [&str; 11] = [
            "ALTER", "CREATE", "UPDATE", "DELETE", "WITH", "LOCK", "TRUNCATE", "DROP", "GRANT", "REINDEX",
            "MERGE",
        ];
        let mut found = Vec::new();
        for body in tokens.iter().filter_map(text) {
            for Statement { tokens, .. } in statements(body) {
                let verb = tokens.iter().position(|token| VERBS.iter().any(|verb| token.is(verb)));
                found.extend(verb.map(|place| self.of(&tokens[place..])).into_iter().flatten());
                for executed in tokens.iter().filter_map(text).flat_map(statements) {
                    found.extend(self.of(&executed.tokens));
                }
            }
        }
        found
    }

    fn changes_many(&self, tokens: &[Token]) -> bool {
        let limits = tokens.windows(2).filter(|pair| pair[0].is("LIMIT"));
        let limit = limits.filter_map(|pair| name(&pair[1]).parse().ok()).min();
        if limit.is_some_and(|limit: u32| limit <= MOST_ROWS) {
            return false;
        }
        (0..tokens.len()).any(|place| {
            let before = place.checked_sub(1).map(|before| &tokens[before]);
            let table = match &tokens[place] {
                token if token.is("MERGE") => return true,
                token if token.is("DELETE") && at(tokens, place + 1, "FROM") => {
                    table_name(&tokens[place + 2..])
                }
                // Not ON CONFLICT DO UPDATE, and not SELECT ... FOR UPDATE.
                token if token.is("UPDATE") && !before.is_some_and(|b| b.is("DO") || b.is("FOR")) => {
                    table_name(&tokens[place + 1..])
                }
                _ => return false,
            };
            table.is_none_or(|table| !self.new.contains(&table))
        })
    }

    fn alter(&mut self, tokens: &[Token]) -> Vec<String> {
        // A name that is put in later, as `%I`, may be that of any table.
        let table = table_name(&tokens[2..]).unwrap_or_default();
        if self.new.contains(&table) {
            return Vec::new();
        }
        let verbs = ["ADD", "ALTER", "DROP", "VALIDATE", "SET", "ENABLE", "FORCE"];
        let start = tokens.iter().skip(2).position(|token| verbs.iter().any(|verb| token.is(verb)));
        let actions = split_by_comma(&tokens[start.map_or(tokens.len(), |start| start + 2)..]);
        actions.iter().filter_map(|action| self.action(&table, action)).map(str::to_owned).collect()
    }

    fn action(&mut self, table: &str, action: &[Token]) -> Option<&'static str> {
        match name(action.first()?).as_str() {
            "ADD" => self.add(table, &action[1..]),
            "VALIDATE" => {
                if let Some(check) = self.checks.get_mut(&(table.to_owned(), name(action.last()?))) {
                    check.1 = true;
                }
                self.unvalidated.contains(table).then_some("validates in the file of its NOT VALID")
            }
            "DROP" if at(action, 1, "CONSTRAINT") => {
                self.checks.remove(&(table.to_owned(), name(action.last()?)));
                None
            }
            "ALTER" => {
                let column = &action[1 + usize::from(at(action, 1, "COLUMN"))..];
                if follows(column, &["SET", "NOT", "NULL"]) {
                    let mut checks = self.checks.iter().filter(|((of, _), _)| of == table);
                    let is_held = checks.any(|(_, (checked, valid))| *valid && *checked == name(&column[0]));
                    return (!is_held).then_some("sets NOT NULL without a validated check");
                }
                let is_type = at(column, 1, "TYPE") || follows(column, &["SET", "DATA", "TYPE"]);
                is_type.then_some("rewrites the table with a column's type")
            }
            _ => None,
        }
    }

    fn add(&mut self, table: &str, added: &[Token]) -> Option<&'static str> {
        let is_named = at(added, 0, "CONSTRAINT");
        let rule = &added[if is_named { 2 } else { 0 }..];
        match name(rule.first()?).as_str() {
            "FOREIGN" | "CHECK" => {
                if !follows(rule, &["NOT", "VALID"]) {
                    return Some("adds a constraint without NOT VALID");
                }
                self.unvalidated.insert(table.to_owned());
                if let (true, Some(column)) = (is_named, not_null_of(rule)) {
                    self.checks.insert((table.to_owned(), name(&added[1])), (column, false));
                }
                None
            }
            "UNIQUE" | "PRIMARY" | "EXCLUDE" => {
                (!follows(rule, &["USING", "INDEX"])).then_some("builds an index while the table is locked")
            }
            _ => column(table, added),
        }
    }
}

fn column(table: &str, added: &[Token]) -> Option<&'static str> {
    let default = added.iter().position(|token| token.is("DEFAULT"));
    let calls = default.map(|place| &added[place..]).unwrap_or_default().windows(2);
    let is_volatile = calls.into_iter().any(|pair| {
        let is_call = matches!(&pair[0], Token::Word(_)) && pair[1] == Token::Sign('(');
        is_call && !pair[0].is("CHECK") && !SAME_FOR_ALL.iter().any(|same| pair[0].is(same))
    });
    let numbers = ["SERIAL", "BIGSERIAL", "SMALLSERIAL", "GENERATED"].iter().any(|word| has(added, word));
    if is_volatile || numbers {
        return Some("rewrites the table with a value for each row");
    }
    if default.is_none() && follows(added, &["NOT", "NULL"]) {
        return Some("adds a column as NOT NULL without a default");
    }
    if has(added, "UNIQUE") || has(added, "PRIMARY") {
        return Some("builds an index while the table is locked");
    }
    let is_checked = has(added, "CHECK") || has(added, "REFERENCES");
    (is_checked && !SMALL.contains(&table)).then_some("adds a column that is checked as it is added")
}

/// Holds an index that is made without a lock to what it needs around it.
fn concurrently(
    one: &Statement,
    statements: usize,
    migration: &Migration,
    dropped: &BTreeSet<String>,
) -> Vec<&'static str> {
    if indexed_table(&one.tokens).is_none() || !has(&one.tokens, "CONCURRENTLY") {
        return Vec::new();
    }
    let mut found = Vec::new();
    if statements > 1 {
        found.push("is not alone in its file");
    }
    if !migration.metadata.lines().any(|line| line.trim() == "run_in_transaction = false") {
        found.push("has no run_in_transaction = false in its metadata.toml");
    }
    let on = one.tokens.iter().position(|token| token.is("ON")).unwrap_or(0);
    match name(&one.tokens[on.saturating_sub(1)]).as_str() {
        "CONCURRENTLY" => found.push("makes an index that has no name"),
        index if !dropped.contains(index) => {
            found.push("is not preceded by a file that drops a leftover of it");
        }
        _ => {}
    }
    found
}

fn indexed_table(tokens: &[Token]) -> Option<String> {
    let is_index = at(tokens, 0, "CREATE") && (at(tokens, 1, "INDEX") || at(tokens, 2, "INDEX"));
    let on = tokens.iter().position(|token| token.is("ON")).filter(|_| is_index)?;
    // A name that is not plain is nobody's new table.
    Some(table_name(&tokens[on + 1..]).unwrap_or_default())
}

fn created_table(tokens: &[Token]) -> Option<String> {
    let place =
        tokens.iter().take(3).position(|token| token.is("TABLE")).filter(|_| at(tokens, 0, "CREATE"))?;
    table_name(&tokens[place + 1..])
}

fn dropped_index(tokens: &[Token]) -> Option<String> {
    let is_drop = at(tokens, 0, "DROP") && at(tokens, 1, "INDEX") && follows(tokens, &["IF", "EXISTS"]);
    tokens.last().filter(|_| is_drop).map(name)
}

/// Reads a table's name, with `ONLY`, `IF [NOT] EXISTS` and a schema before it.
fn table_name(tokens: &[Token]) -> Option<String> {
    let mut rest =
        tokens.iter().filter(|token| !["ONLY", "IF", "NOT", "EXISTS"].iter().any(|word| token.is(word)));
    let Some(Token::Word(first)) = rest.next() else { return None };
    match (rest.next(), rest.next()) {
        (Some(Token::Sign('.')), Some(Token::Word(table))) => Some(table.clone()),
        _ => Some(first.clone()),
    }
}

/// Returns the column of `CHECK (column IS NOT NULL)`.
fn not_null_of(rule: &[Token]) -> Option<String> {
    let is_plain = rule.get(1) == Some(&Token::Sign('(')) && rule.get(6) == Some(&Token::Sign(')'));
    let words = ["IS", "NOT", "NULL"].iter().zip(3..).all(|(word, place)| at(rule, place, word));
    (is_plain && words).then(|| name(&rule[2]))
}

fn split_by_comma(tokens: &[Token]) -> Vec<Vec<Token>> {
    let mut depth = 0;
    let mut parts = vec![Vec::new()];
    for token in tokens {
        match token {
            Token::Sign('(' | '[') => depth += 1,
            Token::Sign(')' | ']') => depth -= 1,
            Token::Sign(',') if depth == 0 => {
                parts.push(Vec::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().unwrap().push(token.clone());
    }
    parts
}

fn at(tokens: &[Token], place: usize, word: &str) -> bool {
    tokens.get(place).is_some_and(|token| token.is(word))
}

fn has(tokens: &[Token], word: &str) -> bool {
    tokens.iter().any(|token| token.is(word))
}

/// Tells whether words follow each other somewhere outside of parentheses.
fn follows(tokens: &[Token], words: &[&str]) -> bool {
    let mut depth = 0;
    tokens.iter().enumerate().any(|(place, token)| {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth -= 1,
            _ => {}
        }
        depth == 0 && words.iter().zip(place..).all(|(word, place)| at(tokens, place, word))
    })
}

fn name(token: &Token) -> String {
    match token {
        Token::Word(word) => word.clone(),
        Token::Text(_) => String::new(),
        Token::Sign(sign) => sign.to_string(),
    }
}

fn text(token: &Token) -> Option<&str> {
    match token {
        Token::Text(text) => Some(text),
        _ => None,
    }
}
