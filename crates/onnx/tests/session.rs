//! Models and runs, on the real library. It is there after `./start-dev.sh setup`; without it these tests fail with
//! the cure.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, path::Path};

use onnx::{
    Element, ModelError, OnnxPaths, OnnxRuntime, Outlet, RunError, Session, SessionOptions, Stop, Tensor,
};
use testkit::installed;

const ALONE: SessionOptions = SessionOptions { threads: 1, spin: false };

fn runtime() -> OnnxRuntime {
    let paths = OnnxPaths { library: None, extra_search: vec![installed::onnxruntime()] };
    OnnxRuntime::open(&paths).unwrap_or_else(|error| panic!("{error}"))
}

fn tones() -> Session {
    Session::from_file(&runtime(), &installed::model("kokoro-tones.onnx"), ALONE).unwrap()
}

fn inputs(tokens: Vec<i64>) -> [(&'static str, Tensor); 3] {
    let count = i64::try_from(tokens.len()).unwrap();
    [
        ("tokens", Tensor::i64([1, count], tokens)),
        ("style", Tensor::f32([1, 256], vec![0.0; 256])),
        ("speed", Tensor::f32([1], vec![1.0])),
    ]
}

#[test]
fn inputs_and_outputs_are_named_with_their_kinds_and_shapes() {
    let session = tones();
    let outlet =
        |name: &str, element, shape: &[i64]| Outlet { name: name.to_owned(), element, shape: shape.to_vec() };
    assert_eq!(
        session.inputs(),
        [
            outlet("tokens", Element::I64, &[1, -1]),
            outlet("style", Element::F32, &[1, 256]),
            outlet("speed", Element::F32, &[1]),
        ]
    );
    assert_eq!(
        session.outputs(),
        [outlet("waveform", Element::F32, &[-1]), outlet("duration", Element::I64, &[-1])]
    );
}

#[test]
fn a_run_answers_one_tensor_for_each_output() {
    let runtime = runtime();
    let found = tones().run(&inputs(vec![0, 43, 44, 0]), &Stop::new(&runtime).unwrap()).unwrap();
    let [audio, frames] = <[Tensor; 2]>::try_from(found).unwrap();
    assert_eq!(frames.into_integers().unwrap(), [2, 3, 4, 2]);
    assert_eq!(audio.shape(), [11 * 600]);
    let samples = audio.into_f32().unwrap();
    assert!(samples[..1200].iter().all(|sample| *sample == 0.0), "the pad is silent");
    assert!(samples[1200..].iter().any(|sample| *sample > 0.2), "the tokens are not");
}

#[test]
fn bytes_are_a_model_as_their_file_is() {
    let runtime = runtime();
    let file = installed::model("kokoro-tones.onnx");
    let session = Session::from_bytes(
        &runtime,
        &file,
        &fs::read(&file).unwrap(),
        SessionOptions { threads: 2, spin: false },
    )
    .unwrap();
    assert_eq!(session.inputs(), tones().inputs());
    let none = Session::from_bytes(&runtime, Path::new("here"), b"", ALONE).unwrap_err();
    assert!(matches!(none, ModelError::NotAModel { .. }), "{none}");
}

#[test]
fn inputs_that_do_not_fit_are_refused_and_the_session_goes_on() {
    let runtime = runtime();
    let stop = Stop::new(&runtime).unwrap();
    let mut session = tones();
    let mut wrong = inputs(vec![0, 43, 0]);
    wrong[1].1 = Tensor::f32([1, 3], vec![0.0; 3]);
    let bad_shape = session.run(&wrong, &stop).unwrap_err();
    assert!(matches!(&bad_shape, RunError::Failed(reason) if reason.contains("style")), "{bad_shape}");
    wrong[1].0 = "stile";
    assert!(matches!(session.run(&wrong, &stop), Err(RunError::Failed(_))));
    assert!(session.run(&inputs(vec![0, 43, 0]), &stop).is_ok());
}

#[test]
fn a_stopped_run_says_so_and_another_goes_on() {
    let runtime = runtime();
    let mut session = tones();
    let stop = Stop::new(&runtime).unwrap();
    stop.clone().stop();
    assert!(matches!(session.run(&inputs(vec![0, 43, 0]), &stop), Err(RunError::Stopped)));
    assert!(session.run(&inputs(vec![0, 43, 0]), &Stop::new(&runtime).unwrap()).is_ok());
}

#[test]
fn a_file_that_is_no_model_is_refused_with_its_cure() {
    let runtime = runtime();
    let folder = tempfile::tempdir().unwrap();
    let whole = fs::read(installed::model("kokoro-tones.onnx")).unwrap();
    let mut long_text = b"\x08 ".to_vec();
    long_text.extend(b"a page that says that the model moved".repeat(1000));
    for (name, bytes) in [
        ("empty.onnx", Vec::new()),
        ("text.onnx", b"<!doctype html>".to_vec()),
        ("almost.onnx", long_text),
        ("cut.onnx", whole[..whole.len() - 40].to_vec()),
        ("head.onnx", whole[..200].to_vec()),
    ] {
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        let refused = Session::from_file(&runtime, &file, ALONE).unwrap_err();
        assert!(matches!(refused, ModelError::NotAModel { .. }), "{name}: {refused}");
        assert!(refused.to_string().contains("fetch it again"), "{refused}");
    }
    let gone = Session::from_file(&runtime, &folder.path().join("gone.onnx"), ALONE).unwrap_err();
    assert!(matches!(gone, ModelError::Unreadable { .. }), "{gone}");
}
