//! The map in ARCHITECTURE.md is the workspace, and the arrows between the crates hold.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that finds no manifest fails there"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Each crate of the workspace with those of ours that it depends on when it ships.
fn crates() -> BTreeMap<String, BTreeSet<String>> {
    let folders = fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let manifests: BTreeMap<String, toml::Table> = folders
        .map(|folder| {
            let text = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
            (folder.file_name().unwrap().to_str().unwrap().to_owned(), text.parse().unwrap())
        })
        .collect();
    let ours: BTreeSet<&String> = manifests.keys().collect();
    let shipped = |manifest: &toml::Table| {
        let all =
            manifest.get("dependencies").and_then(|table| table.as_table()).cloned().unwrap_or_default();
        all.keys().filter(|name| ours.contains(name)).cloned().collect()
    };
    for (folder, manifest) in &manifests {
        assert_eq!(manifest["package"]["name"].as_str(), Some(folder.as_str()), "folder name = crate name");
    }
    manifests.iter().map(|(name, manifest)| (name.clone(), shipped(manifest))).collect()
}

#[test]
fn the_map_names_exactly_the_crates_that_there_are() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let named: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`').map(|(name, _)| name.to_owned()))
        .collect();
    assert_eq!(named, crates().into_keys().collect());
}

#[test]
fn the_arrows_point_one_way() {
    for (name, uses) in crates() {
        let allowed: &[&str] = match name.as_str() {
            "domain" | "phonemes" | "onnx" | "outbound" => &[],
            "studio" => &["domain"],
            "api" => &["studio", "domain"],
            "tts-espeak" => &["domain", "phonemes"],
            "tts-kokoro" | "tts-piper" => &["domain", "phonemes", "onnx"],
            "tts-edge" | "tts-coqui" => &["domain", "sidecar"],
            "script-chat" | "publish-postiz" => &["domain", "outbound"],
            "bench" => &["domain", "store-postgres"],
            // The binary wires everything; the test kit and the soak never ship.
            "app" | "soak" | "testkit" => continue,
            _adapter => &["domain"],
        };
        let beyond: Vec<&String> = uses.iter().filter(|used| !allowed.contains(&used.as_str())).collect();
        assert!(beyond.is_empty(), "{name} may not depend on {beyond:?}");
    }
}

#[test]
fn nothing_that_ships_depends_on_what_is_for_development_only() {
    for (name, uses) in crates() {
        for tool in ["testkit", "bench", "soak"] {
            let dev_only = name == "soak" && tool == "testkit";
            assert!(dev_only || !uses.contains(tool), "{name} ships with {tool}");
        }
    }
}

#[test]
fn every_file_that_the_map_points_to_is_there() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let quoted = text.split('`').skip(1).step_by(2);
    for name in quoted
        .filter(|quote| quote.contains('/') && [".rs", ".md", ".json"].iter().any(|end| quote.ends_with(end)))
    {
        let places = [root().join(name), root().join("crates").join(name)];
        let in_src =
            name.split_once('/').map(|(head, rest)| root().join("crates").join(head).join("src").join(rest));
        let found = places.iter().chain(&in_src).any(|path| path.exists());
        assert!(found, "{name} is not there");
    }
}
