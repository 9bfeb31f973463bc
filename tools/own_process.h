#pragma once

#include <functional>
#include <string>

namespace stiff::tool {

/// Runs a job that reads a stranger's file in a process of its own, with this one's standard
/// output: the HDF5 library dies of some damaged files, and a command that died would say nothing.
/// What the job throws as Error comes out here. \param file what to call the file. \throws Error
/// (bad_data) where the process crashed; (io) where there is no memory or no process for it.
void in_own_process(const std::string& file, const std::function<void()>& job);

}  // namespace stiff::tool
