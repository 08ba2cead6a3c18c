//! Models that are taken apart, on the real library. It is there after `./start-dev.sh setup`; without it these tests
//! fail with the cure.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use onnx::{Model, ModelError, OnnxPaths, OnnxRuntime, Outline, Session, SessionOptions, Stop, Tensor};
use testkit::installed;

const ALONE: SessionOptions = SessionOptions { threads: 1, spin: false };

fn runtime() -> OnnxRuntime {
    let paths = OnnxPaths { library: None, extra_search: vec![installed::onnxruntime()] };
    OnnxRuntime::open(&paths).unwrap_or_else(|error| panic!("{error}"))
}

/// Draws noise in a form, and reads weights from their places.
fn draw(session: &mut Session, length: i64) -> [Vec<f32>; 3] {
    let count = usize::try_from(length * 9).unwrap();
    let inputs = [
        ("x", Tensor::f32([1, length, 9], vec![0.0; count])),
        ("places", Tensor::i64([3], vec![0, 500, 999])),
    ];
    let found = session.run(&inputs, &Stop::new(&runtime()).unwrap()).unwrap();
    assert!(found.iter().take(2).all(|noise| noise.shape() == [1, length, 9]));
    let numbers: Vec<Vec<f32>> = found.into_iter().map(|tensor| tensor.into_f32().unwrap()).collect();
    numbers.try_into().unwrap()
}

fn spread(noise: &[f32]) -> (f32, f32) {
    let count = f32::from(u16::try_from(noise.len()).unwrap());
    let mean = noise.iter().sum::<f32>() / count;
    (mean, (noise.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / count).sqrt())
}

#[test]
fn noise_is_the_same_in_every_run_and_session() {
    let runtime = runtime();
    let model = Model::read(&installed::model("noise.onnx")).unwrap();
    let mut one = Session::of_model(&runtime, &model, ALONE).unwrap();
    let mut other = Session::of_model(&runtime, &model, SessionOptions { threads: 2, spin: false }).unwrap();
    let first = draw(&mut one, 1000);
    assert_eq!(first, draw(&mut one, 1000));
    assert_eq!(first, draw(&mut other, 1000));
    let mut as_it_is = Session::from_file(&runtime, &installed::model("noise.onnx"), ALONE).unwrap();
    assert_ne!(
        draw(&mut as_it_is, 1000),
        draw(&mut as_it_is, 1000),
        "the model draws anew when it is not read so"
    );
}

#[test]
fn noise_is_spread_as_the_model_asks() {
    let model = Model::read(&installed::model("noise.onnx")).unwrap();
    let mut session = Session::of_model(&runtime(), &model, ALONE).unwrap();
    let [bell, flat, _] = draw(&mut session, 5000);
    let (mean, deviation) = spread(&bell);
    assert!((mean - 2.0).abs() < 0.1 && (deviation - 3.0).abs() < 0.1, "{mean} and {deviation}");
    let (mean, _) = spread(&flat);
    assert!((mean - 1.5).abs() < 0.1 && flat.iter().all(|value| (-1.0..4.0).contains(value)), "{mean}");
    let shifted = bell.iter().skip(9).zip(&bell).filter(|(one, other)| (*one - *other).abs() < 1e-6).count();
    assert!(shifted < 10, "it repeats at once");
}

#[test]
fn noise_is_as_long_as_its_input_however_long() {
    let model = Model::read(&installed::model("noise.onnx")).unwrap();
    let mut session = Session::of_model(&runtime(), &model, ALONE).unwrap();
    let [short, ..] = draw(&mut session, 1);
    let [long, ..] = draw(&mut session, 100_000);
    assert_eq!((short.len(), long.len()), (9, 900_000));
    assert!(long.starts_with(&short));
}

#[test]
fn weights_are_shared_and_let_go_of_with_the_last_session() {
    let model = Model::read(&installed::model("noise.onnx")).unwrap();
    let weak = model.downgrade();
    let mut session = Session::of_model(&runtime(), &model, ALONE).unwrap();
    drop(model);
    assert_eq!(draw(&mut session, 1)[2], [0.0, 500.0, 999.0]);
    assert!(weak.upgrade().is_some());
    drop(session);
    assert!(weak.upgrade().is_none());
}

#[test]
fn a_model_cut_anywhere_or_changed_is_refused_or_runs() {
    let runtime = runtime();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("model.onnx");
    let whole = fs::read(installed::model("kokoro-tones.onnx")).unwrap();
    for length in (0..whole.len()).step_by(7) {
        fs::write(&file, whole.get(..length).unwrap()).unwrap();
        let made = Model::read(&file).and_then(|model| Session::of_model(&runtime, &model, ALONE));
        let refused = made.map(|_| length).unwrap_err();
        assert!(matches!(refused, ModelError::NotAModel { .. }), "{length}: {refused}");
    }
    for place in (0..whole.len()).step_by(3) {
        let mut odd = whole.clone();
        *odd.get_mut(place).unwrap() ^= 0x55;
        fs::write(&file, odd).unwrap();
        // Whatever comes of it: it is an answer.
        let _made = Model::read(&file).and_then(|model| Session::of_model(&runtime, &model, ALONE));
    }
}

#[test]
fn an_outline_names_what_goes_in_what_comes_out_and_what_operators_give() {
    let outline = Outline::read(&installed::model("piper-tones-speakers.onnx")).unwrap();
    assert_eq!(outline.inputs(), ["input", "input_lengths", "scales", "sid"]);
    assert_eq!(outline.outputs(), ["output"]);
    assert_eq!(outline.given_by("Ceil"), ["/Ceil_output_0"]);
    assert_eq!(outline.given_by("RandomNormalLike").len(), 2);
    assert!(outline.given_by("Softmax").is_empty());
}

#[test]
fn a_file_that_is_cut_off_has_no_outline() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cut.onnx");
    let whole = fs::read(installed::model("piper-tones.onnx")).unwrap();
    // What follows the graph is the version of its operators, which the library misses.
    for length in (0..whole.len() - 10).step_by(7) {
        fs::write(&file, &whole[..length]).unwrap();
        let refused = Outline::read(&file).unwrap_err();
        assert!(
            matches!(refused, ModelError::NotAModel { .. }),
            "{length} of {} bytes: {refused}",
            whole.len()
        );
    }
    let gone = Outline::read(&folder.path().join("gone.onnx")).unwrap_err();
    assert!(matches!(gone, ModelError::Unreadable { .. }), "{gone}");
}

#[test]
fn a_value_that_a_model_keeps_to_itself_is_told_once() {
    let runtime = runtime();
    let file = installed::model("piper-tones.onnx");
    for told in [&["/Ceil_output_0"][..], &["/Ceil_output_0", "output"]] {
        let model = Model::read_telling(&file, told).unwrap();
        let mut session = Session::of_model(&runtime, &model, ALONE).unwrap();
        let names: Vec<&str> = session.outputs().iter().map(|output| output.name.as_str()).collect();
        assert_eq!(names, ["output", "/Ceil_output_0"]);
        let inputs = [
            ("input", Tensor::i64([1, 5], vec![1, 0, 14, 0, 2])),
            ("input_lengths", Tensor::i64([1], vec![5])),
            ("scales", Tensor::f32([3], vec![0.0, 1.0, 0.0])),
        ];
        let found = session.run(&inputs, &Stop::giving_memory_back(&runtime).unwrap()).unwrap();
        let [sound, frames] = <[Tensor; 2]>::try_from(found).unwrap();
        assert_eq!(frames.into_f32().unwrap(), [3.0, 2.0, 4.0, 2.0, 4.0]);
        assert_eq!(sound.shape(), [1, 1, 1, 15 * 256]);
    }
}
