(* interface.wl - what of a notebook interface has a meaning without one. *)

setting[expr_] := expr /. HoldPattern[Dynamic[value_, ___]] :> value
