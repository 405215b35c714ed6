(* In how many ways a sum is made of coins. Expected output: from an independent Python program. *)
ways[0, _] = 1;
ways[n_, {}] := 0;
ways[n_ /; n < 0, _] := 0;
ways[n_, coins_] := ways[n, coins] = ways[n - First[coins], coins] + ways[n, Rest[coins]];
Print[ways[100, {50, 25, 10, 5, 1}]]
Print[Coefficient[Series[1/((1 - x) (1 - x^5) (1 - x^10) (1 - x^25) (1 - x^50)), {x, 0, 100}] // Normal, x, 100]]
