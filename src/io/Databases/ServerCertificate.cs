using System.Security.Authentication;

namespace Levada.Databases;

/// <summary>What to say when a server's certificate did not pass the check that the connection string asks for.</summary>
internal static class ServerCertificate
{
    /// <summary>Whether that ended the attempt to connect.</summary>
    public static bool IsRefused(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is AuthenticationException) return true;
        }

        return false;
    }

    /// <param name="authorityProperty">The connection property that names the file of an authority to trust.</param>
    /// <param name="uncheckedProperty">The connection property with which certificates are not checked.</param>
    public static string Refusal(string authorityProperty, string uncheckedProperty) =>
        "the server's certificate is not of an authority that is trusted here, or is another host's. Name the authority's certificate "
        + $"(PEM) with {authorityProperty}=FILE in the connection string, or encrypt without a check by {uncheckedProperty}.";
}
