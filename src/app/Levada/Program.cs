System.Console.WriteLine("levada");
