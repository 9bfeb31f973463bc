#include "stiff/report/reason_words.h"

namespace stiff {

ReasonWords reason_words(Reason reason) {
  switch (reason) {
    case Reason::none:
      return {"has a value", "There is a value."};
    case Reason::no_push:
      return {"no push", "Nothing in the recording moves as a push would make it move."};
    case Reason::no_wave:
      return {"no wave", "There is motion, but no wave that travels away from the push."};
    case Reason::low_correlation:
      return {"neighbours disagree",
              "The motion of neighbouring places does not belong to one wave."};
    case Reason::out_of_range:
      return {"out of range", "The speed lies beyond those that are searched."};
    case Reason::masked:
      return {"masked", "Outside the mask: the muscle\u2019s border, or what the user left out."};
    case Reason::under_push:
      return {"under the push", "Within the width of the push, where the wave has not formed yet."};
    case Reason::outside_field:
      return {"outside the field",
              "What the estimate needs leaves the picture or the recording\u2019s length."};
    case Reason::low_signal:
      return {"too little signal", "The motion does not stand out of its noise."};
    case Reason::guided:
      return {"guided by the layer",
              "A thin layer guides the wave: its speed is not the tissue\u2019s."};
    case Reason::missing_metadata:
      return {"metadata missing", "Something that the number depends on is not given."};
    case Reason::not_isotropic:
      return {"isotropy not stated",
              "Young\u2019s modulus holds only in isotropic tissue, which is not stated here."};
    case Reason::bad_input:
      return {"recording refused", "The recording was refused; the message says why."};
    case Reason::too_few:
      return {"too few samples", "Too few samples, pixels or repeats."};
    case Reason::not_converged:
      return {"fit did not end", "The fit did not end at a minimum."};
    case Reason::saturated:
      return {"sensor clipped", "The sensor stood at its limit."};
    case Reason::failed:
      return {"program failed", "The computation crashed or went over its limits."};
    case Reason::sampling_too_slow:
      return {"sampled too slowly", "Too few samples a period, or a rise between two samples."};
    case Reason::too_few_oscillations:
      return {"too few swings", "The swing dies before its second peak."};
    case Reason::double_tap:
      return {"double tap", "There is a second push in the trace."};
    case Reason::jump_off:
      return {"probe left the skin", "The probe left the skin."};
    case Reason::drift:
      return {"drift", "The baseline moves by more than the number bears."};
    case Reason::model_misfit:
      return {"model does not hold", "The fit leaves more than noise."};
    case Reason::no_contact:
      return {"no contact", "The probe never met the tissue."};
    case Reason::no_hold:
      return {"no hold", "The force is never held, or held without a ramp before it."};
    case Reason::no_release:
      return {"no release", "No softening beyond passive relaxation stands out."};
    case Reason::no_twitch:
      return {"no twitch", "No burst stands out of the noise."};
    case Reason::beyond_thickness:
      return {"deeper than the tissue", "The indentation goes deeper than the tissue is thick."};
    case Reason::no_spread:
      return {"no spread", "All values are equal: nothing can be told apart."};
    default:
      return {to_string(reason), ""};
  }
}

}  // namespace stiff
