using System.Globalization;
using Levada.Transfer;

namespace Levada.Databases.SqlServer;

/// <summary>Microsoft's provider finds the code page of a VARCHAR column by its culture, and refuses to work where the runtime has none but the invariant one.</summary>
internal static class SqlServerCultures
{
    /// <summary>The runtime's own variable: 0 makes it load the system's culture data whatever the program was built for.</summary>
    public const string Variable = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    private const string Switch = "System.Globalization.Invariant";

    /// <summary>Throws when the runtime runs without culture data, and says how it gets them.</summary>
    public static void Require()
    {
        if (IsInvariant)
            throw new TransferException(
                $"The provider for SQL Server needs the culture data of the system (library ICU), which this program runs without. Set {Variable}=0 in its environment.");
        // The provider asks the switch that the program was built with, which the variable overrode.
        AppContext.SetSwitch(Switch, false);
    }

    private static bool IsInvariant
    {
        get
        {
            try
            {
                return CultureInfo.GetCultureInfo("en-US").EnglishName.Contains("Invariant", StringComparison.Ordinal);
            }
            catch (CultureNotFoundException)
            {
                return true;
            }
        }
    }
}
