#include "stiff/report/number_words.h"
#include "stiff/report/study_sections.h"
#include "stiff/result/table_columns.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace stiff {
namespace {

std::size_t distinct(const Table& t, const char* column) {
  const auto& values = values_of_column<std::string>(t, column);
  return std::set<std::string>(values.begin(), values.end()).size();
}

std::string people_words(std::size_t people) {
  return std::to_string(people) + (people == 1 ? " person" : " people");
}

/// "12 in the arm control and 12 in the arm treatment".
std::string arms_words(const Table& responders) {
  const auto& arm = values_of_column<std::string>(responders, "arm");
  const auto& participant = values_of_column<std::string>(responders, "participant");
  std::map<std::string, std::set<std::string>> arms;
  for (std::size_t i = 0; i < arm.size(); ++i) arms[arm[i]].insert(participant[i]);
  if (arms.size() < 2) return {};
  std::string text;
  for (const auto& [name, people] : arms) {
    text += (text.empty() ? "" : ", ") + std::to_string(people.size()) + " in the arm " +
            (name.empty() ? "that is not named" : name);
  }
  return " (" + text + ")";
}

/// The minimal detectable change of each measure and muscle, on the scale of the verdicts.
std::string error_words(const StudyReport& study, const Table& t, bool log) {
  const auto text = [&](const char* column, std::size_t row) -> const std::string& {
    return values_of_column<std::string>(t, column)[row];
  };
  const auto real = [&](const char* column, std::size_t row) {
    return values_of_column<double>(t, column)[row];
  };
  const auto& people = values_of_column<std::int64_t>(t, "n_people");
  std::string words;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if ((text("scale", i) == "log") != log || !std::isfinite(real("mdc", i))) continue;
    words += (words.empty() ? "" : "; ") + measure_at(t, i).title() + ", " +
             study.place(text("muscle", i), "") + ": SEM " +
             with_unit(significant_text(real("sem", i), 3), text("units", i)) + ", MDC95 " +
             change_words(t, i, "mdc", "mdc_low", "mdc_high", text("units", i)) + ", from " +
             people_words(static_cast<std::size_t>(people[i]));
  }
  return words;
}

void say_judgement(Prose& text, const StudyReport& study, const StudyComparison& comparison) {
  const Table* error = comparison.table("between_session_error");
  if (error == nullptr) return;
  const auto& source = values_of_column<std::string>(*error, "source");
  const std::string numbers = error_words(study, *error, comparison.option("scale") != "linear");
  if (numbers.empty() || source.empty()) {
    text.say(
        "No person\u2019s change was judged, since nothing says how repeats between sessions "
        "differ. ");
    return;
  }
  text.say(
          "A person\u2019s change was called softer or stiffer where it exceeds the minimal "
          "detectable change of repeats between sessions (MDC95 = 1.96 \u221A2 SEM)")
      .cite({"Weir2005", "JacobsonTruax1991"})
      .say("; the repeats were " + source.front() + ". " + numbers +
           ". Shares of responders have exact intervals")
      .cite({"ClopperPearson1934"})
      .say(". ");
}

void say_change(Prose& text, const StudyReport& study, const StudyComparison& comparison) {
  const Table* responders = comparison.table("responders");
  if (responders != nullptr) {
    text.say("The sessions " + comparison.option("pre") + " and " + comparison.option("post") +
             " were compared in " + people_words(distinct(*responders, "participant")) +
             arms_words(*responders) + ". ");
  }
  text.say(
          "The person was the unit: sites of one person were averaged. For each muscle, side and "
          "arm the mean change and, on the logarithmic scale, the change in per cent were "
          "estimated with 95 % t intervals")
      .cite({"Student1908"})
      .say(", between arms after Welch")
      .cite({"Welch1947"})
      .say("; bootstrap intervals (BCa)")
      .cite({"Efron1987"})
      .say(", the signed rank test")
      .cite({"Wilcoxon1945"})
      .say(" with Hodges and Lehmann\u2019s estimate")
      .cite({"HodgesLehmann1963"})
      .say(" and effect sizes")
      .cite({"Lakens2013", "Hedges1981"})
      .say(" stand beside them. p values were adjusted by Holm")
      .cite({"Holm1979"})
      .say(" within families: one estimator of one quantity over muscles, sides and arms. ");
  const auto& estimator = values_of_column<std::string>(*comparison.table("changes"), "estimator");
  const bool tost = std::any_of(estimator.begin(), estimator.end(),
                                [](const std::string& one) { return one.starts_with("tost"); });
  if (tost) {
    const std::string percent = comparison.option("margin-percent");
    const bool in_percent = !percent.empty() && percent != "0";
    text.say("Equivalence was tested by two one-sided tests")
        .cite({"Schuirmann1987"})
        .say(in_percent ? " within \u00B1" + percent + " %. " : " within the stated margin. ");
  }
  say_judgement(text, study, comparison);
}

void say_reliability(Prose& text) {
  text.say(
          "Reliability was estimated by the intraclass correlations of McGraw and Wong with F "
          "intervals")
      .cite({"McGraw1996", "ShroutFleiss1979"})
      .say(", the standard error of measurement, MDC95")
      .cite({"Weir2005"})
      .say(", the within-person coefficient of variation")
      .cite({"Dahlberg1940"})
      .say(", and limits of agreement")
      .cite({"BlandAltman1986", "BlandAltman1999"})
      .say(" with exact intervals")
      .cite({"Carkeet2015"})
      .say("; sides, sessions, runs and repeats of one person were nested by REML")
      .cite({"Patterson1971"})
      .say(".");
}

void say_models(Prose& text) {
  text.say("Linear mixed models were fitted by REML")
      .cite({"Patterson1971"})
      .say(" with the person as a random effect")
      .cite({"LairdWare1982"})
      .say("; contrasts have degrees of freedom after Satterthwaite")
      .cite({"Kuznetsova2017"})
      .say(" and were adjusted by Holm")
      .cite({"Holm1979"})
      .say(" within families.");
}

void say_links(Prose& text) {
  text.say("Outcomes were held against stiffness by repeated-measures correlation")
      .cite({"BlandAltman1995", "BakdashMarusich2017"})
      .say(" and by correlation of changes, adjusted by Holm")
      .cite({"Holm1979"})
      .say(".");
}

}  // namespace

Markup methods_text(const StudyReport& study, const StudyComparison& comparison,
                    Citations& citations) {
  Prose text(citations);
  if (comparison.table("changes") != nullptr) say_change(text, study, comparison);
  if (comparison.table("reliability") != nullptr) say_reliability(text);
  if (comparison.table("models") != nullptr) say_models(text);
  if (comparison.table("links") != nullptr) say_links(text);
  Markup out;
  if (!text.str().empty()) out.element("p", text.str());
  return out;
}

}  // namespace stiff
