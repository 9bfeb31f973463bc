#pragma once

#include <string>
#include <vector>

namespace stiff_test {

/// The 30 columns of an export.
inline const std::vector<std::string>& export_columns() {
  static const std::vector<std::string> columns{"Measurement ID", "Measurement time",
                                                "Iteration",      "Subject ID",
                                                "Subject name",   "Birth date",
                                                "Gender",         "Height",
                                                "Weight",         "BMI",
                                                "Dominant side",  "Pattern",
                                                "Object",         "Location",
                                                "Position",       "Side",
                                                "State",          "Frequency",
                                                "Stiffness",      "Decrement",
                                                "Relaxation",     "Creep",
                                                "Taptime",        "Operator",
                                                "Device SN",      "Year",
                                                "Month",          "Week",
                                                "Weekday",        "Period"};
  return columns;
}

/// One tap. What is private holds words that a test can look for in all that is written.
struct ExportTap {
  std::string id = "S01", name = "Xaverius Quandt", birth = "17/08/1961";
  std::string date = "09/03/2026", iteration = "1";
  std::string object = "Soleus", location = "", position = "Prone", side = "Left",
              state = "Relaxed";
  std::string f = "15,2", s = "270", d = "1,05", r = "20,1", c = "1,20";
  std::string number = "7,62E+18", operator_name = "Zbigniew", sex = "Male", month = "3";

  std::vector<std::string> cells() const {
    return {number,  date,   iteration, id,    name,   birth,    sex,      "170",
            "65",    "22",   "Right",   "Leg", object, location, position, side,
            state,   f,      s,         d,     r,      c,        "15",     operator_name,
            "SN-77", "2026", month,     "11",  "1",    "Day"};
  }
};

inline std::string export_line(const std::vector<std::string>& cells, char separator = ';') {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line.push_back(separator);
    line += cells[i];
  }
  return line + "\n";
}

inline std::string export_text(const std::vector<ExportTap>& taps, char separator = ';') {
  std::string text = export_line(export_columns(), separator);
  for (const ExportTap& tap : taps) text += export_line(tap.cells(), separator);
  return text;
}

}  // namespace stiff_test
