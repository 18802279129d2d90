using System.Text;

namespace Levada.Sqoop.Passwords;

/// <summary>Asks the person at the keyboard.</summary>
internal static class Terminal
{
    /// <summary>Shows a question on standard error and reads the answer without showing it. Without a terminal, one line of standard input is it.</summary>
    /// <returns>Null when there is nothing to read.</returns>
    public static string? AskSecret(string question)
    {
        if (Console.IsInputRedirected) return Console.In.ReadLine();
        Console.Error.Write(question);
        var answer = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key is { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control }) return null;
            if (key.Key == ConsoleKey.Backspace) answer.Length = Math.Max(0, answer.Length - 1);
            else if (!char.IsControl(key.KeyChar)) answer.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return answer.ToString();
    }
}
