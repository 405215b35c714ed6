(* Three, five and both. *)
fizzBuzz[n_] := Which[Mod[n, 15] == 0, "FizzBuzz", Mod[n, 3] == 0, "Fizz", Mod[n, 5] == 0, "Buzz", True, n]
Scan[Print[fizzBuzz[#]] &, Range[15]]
