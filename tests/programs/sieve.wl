(* The sieve of Eratosthenes. *)
sieve[n_] := Module[{flags = ConstantArray[True, n]},
  flags[[1]] = False;
  Do[If[flags[[i]], Do[flags[[j]] = False, {j, i^2, n, i}]], {i, 2, Floor[Sqrt[n]]}];
  Flatten[Position[flags, True]]]
Print[sieve[50]]
Print[Length[sieve[1000]]]
