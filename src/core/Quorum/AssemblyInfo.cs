using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Levada.Quorum.Tests")]
