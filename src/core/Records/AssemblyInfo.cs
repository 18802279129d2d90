using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Levada.Records.Tests")]
[assembly: InternalsVisibleTo("Levada.Micro")]
