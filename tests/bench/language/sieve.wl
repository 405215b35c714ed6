(* The sieve of Eratosthenes with explicit loops: assignment to elements of a list. *)
sieve[n_] := Module[{composite = ConstantArray[0, n], i = 2},
   While[i i <= n,
     If[composite[[i]] == 0, Do[composite[[j]] = 1, {j, i i, n, i}]];
     i++];
   n - 1 - Total[composite]];
{seconds, result} = AbsoluteTiming[sieve[100000]];
Print["result ", result];
Print["nanoseconds ", Round[10^9 seconds]];
