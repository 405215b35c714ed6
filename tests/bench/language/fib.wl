(* Recursive Fibonacci: the cost of calling a function defined by a pattern. *)
fib[n_] := If[n < 2, n, fib[n - 1] + fib[n - 2]];
{seconds, result} = AbsoluteTiming[fib[24]];
Print["result ", result];
Print["nanoseconds ", Round[10^9 seconds]];
