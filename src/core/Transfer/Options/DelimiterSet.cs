namespace Levada.Transfer.Options;

/// <summary>How fields and records of delimited text are told apart. A NUL enclose or escape character means: none.</summary>
/// <param name="Field">Between two fields.</param>
/// <param name="Record">After each record, the last one too.</param>
/// <param name="Enclose">Around a field.</param>
/// <param name="Escape">Before a character that means itself.</param>
/// <param name="IsEncloseRequired">Whether every field is enclosed, or only those that need it.</param>
public sealed record DelimiterSet(char Field, char Record, char Enclose, char Escape, bool IsEncloseRequired)
{
    public static DelimiterSet Default { get; } = new(',', '\n', '\0', '\0', false);

    public static DelimiterSet Hive { get; } = new('\u0001', '\n', '\0', '\0', false);

    public static DelimiterSet MySql { get; } = new(',', '\n', '\'', '\\', false);

    public bool HasEnclose => Enclose != '\0';

    public bool HasEscape => Escape != '\0';
}
