System.Console.WriteLine("sparsegen");
