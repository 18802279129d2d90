using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Levada.Log.Tests")]
[assembly: InternalsVisibleTo("Levada.Simulation.Tests")]
