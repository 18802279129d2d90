namespace Levada.Sqoop;

internal static class Program
{
    private static int Main()
    {
        Console.Error.WriteLine("Try 'sqoop help' for usage.");
        return 1;
    }
}
