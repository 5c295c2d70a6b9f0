//! Files to survey, plan to layers; the only crate that links GDAL.
