// A joint is a number, and may be dragged: the range writes the number, which alone is sent. Joints push each other: none cross.
(() => {
  "use strict";
  const twin = (number) => document.querySelector(`[data-joint="${CSS.escape(number.id)}"]`);
  document.addEventListener("input", (event) => {
    const own = event.target.dataset && event.target.dataset.joint;
    const moved = own ? document.getElementById(own) : event.target;
    if (own) moved.value = event.target.value;
    if (!moved.id || !twin(moved) || moved.value === "") return;
    const joints = [...document.querySelectorAll("[data-joint]")].map((range) => document.getElementById(range.dataset.joint));
    const at = joints.indexOf(moved);
    joints.forEach((joint, index) => {
      const crossed = index < at ? +joint.value > +moved.value : +joint.value < +moved.value;
      if (crossed) joint.value = moved.value;
      twin(joint).value = joint.value;
    });
  }, true);
})();
