using System.Text;
using Levada.Sqoop.Output;

namespace Levada.Sqoop;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        using var interruption = new Interruption();
        // Results go to standard output in one piece where they can; a reader that has gone away is no error.
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), bufferSize: 1 << 14);
        using var log = new LogWriter(Console.Error, TimeProvider.System, isTerminal: !Console.IsErrorRedirected);
        return new Application(new Surroundings(output, log)).Run(arguments, interruption);
    }
}
