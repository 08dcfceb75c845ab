namespace LoadTestAz.Ports;

/// <summary>Opens the stores of one kind by their location.</summary>
public interface IResultStoreFactory
{
    /// <summary>
    /// Whether the location has the form of this kind of store. A location that is accepted may still be refused by
    /// <see cref="Open"/>, which then says what is wrong with it.
    /// </summary>
    bool Accepts(string location);

    /// <summary>The store at a location. Touches neither network nor disk.</summary>
    /// <exception cref="StoreException">The location makes no sense.</exception>
    IResultStore Open(string location);
}
