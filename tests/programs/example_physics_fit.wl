(* The example in its fast form, and that it finds what it was made from. *)
fast = True; say = Null &;
Get[FileNameJoin[{Directory[], "..", "..", "examples", "physics_fit.wls"}]];
Print["damping found: ", Abs[damping - trueDamping] < 0.1];
Print["stiffness found: ", Abs[stiffness - trueStiffness] < 0.3];
Print["motion found: ", worst < 0.1];
