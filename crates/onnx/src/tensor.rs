//! What goes into a graph and comes out of it.

use ort::{
    session::SessionInputValue,
    value::{DynValue, TensorElementType, TensorRef, ValueType},
};

/// A kind of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// 32-bit floats.
    F32,
    /// 64-bit integers.
    I64,
    /// 32-bit integers.
    I32,
    /// Anything that no speech model here has.
    Other,
}

/// Numbers in a shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Tensor {
    /// 32-bit floats.
    F32 {
        /// The length of each dimension.
        shape: Vec<i64>,
        /// The numbers, the last dimension first to change.
        values: Vec<f32>,
    },
    /// 64-bit integers.
    I64 {
        /// The length of each dimension.
        shape: Vec<i64>,
        /// The numbers, the last dimension first to change.
        values: Vec<i64>,
    },
    /// 32-bit integers.
    I32 {
        /// The length of each dimension.
        shape: Vec<i64>,
        /// The numbers, the last dimension first to change.
        values: Vec<i32>,
    },
}

impl Element {
    pub(crate) fn of(kind: &ValueType) -> Self {
        match kind {
            ValueType::Tensor { ty: TensorElementType::Float32, .. } => Self::F32,
            ValueType::Tensor { ty: TensorElementType::Int64, .. } => Self::I64,
            ValueType::Tensor { ty: TensorElementType::Int32, .. } => Self::I32,
            _ => Self::Other,
        }
    }
}

impl Tensor {
    /// Makes a tensor of floats.
    pub fn f32(shape: impl Into<Vec<i64>>, values: Vec<f32>) -> Self {
        Self::F32 { shape: shape.into(), values }
    }

    /// Makes a tensor of 64-bit integers.
    pub fn i64(shape: impl Into<Vec<i64>>, values: Vec<i64>) -> Self {
        Self::I64 { shape: shape.into(), values }
    }

    /// Makes a tensor of 32-bit integers.
    pub fn i32(shape: impl Into<Vec<i64>>, values: Vec<i32>) -> Self {
        Self::I32 { shape: shape.into(), values }
    }

    /// Returns the length of each dimension.
    pub fn shape(&self) -> &[i64] {
        match self {
            Self::F32 { shape, .. } | Self::I64 { shape, .. } | Self::I32 { shape, .. } => shape,
        }
    }

    /// Returns the floats, if it is of floats.
    pub fn into_f32(self) -> Option<Vec<f32>> {
        if let Self::F32 { values, .. } = self { Some(values) } else { None }
    }

    /// Returns the integers of either length, if it is of integers.
    pub fn into_integers(self) -> Option<Vec<i64>> {
        match self {
            Self::I64 { values, .. } => Some(values),
            Self::I32 { values, .. } => Some(values.into_iter().map(i64::from).collect()),
            Self::F32 { .. } => None,
        }
    }

    pub(crate) fn as_input(&self) -> ort::Result<SessionInputValue<'_>> {
        Ok(match self {
            Self::F32 { shape, values } => {
                TensorRef::from_array_view((shape.clone(), values.as_slice()))?.into()
            }
            Self::I64 { shape, values } => {
                TensorRef::from_array_view((shape.clone(), values.as_slice()))?.into()
            }
            Self::I32 { shape, values } => {
                TensorRef::from_array_view((shape.clone(), values.as_slice()))?.into()
            }
        })
    }

    pub(crate) fn of(value: &DynValue) -> ort::Result<Self> {
        Ok(match Element::of(value.dtype()) {
            Element::I64 => {
                let (shape, values) = value.try_extract_tensor::<i64>()?;
                Self::i64(shape.to_vec(), values.to_vec())
            }
            Element::I32 => {
                let (shape, values) = value.try_extract_tensor::<i32>()?;
                Self::i32(shape.to_vec(), values.to_vec())
            }
            Element::F32 | Element::Other => {
                let (shape, values) = value.try_extract_tensor::<f32>()?;
                Self::f32(shape.to_vec(), values.to_vec())
            }
        })
    }
}
