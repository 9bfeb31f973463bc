#pragma once

#include <filesystem>

namespace stiff::tool {

/// Whether an output names one file (`x.h5`) rather than a folder.
bool names_a_file(const std::filesystem::path& out);

/// Makes a folder and what is above it. \throws Error (cannot_create)
void make_folder(const std::filesystem::path& folder);

/// What a command writes must not be there yet, so that no recording is ever overwritten by
/// mistake: neither the file, nor anything in the folder. \throws Error (cannot_create)
void refuse_existing(const std::filesystem::path& out);

}  // namespace stiff::tool
