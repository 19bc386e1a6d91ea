/** The community provider, from whichever registry or mirror it came. */
export const isCommunityProvider = (address: string): boolean => address.endsWith("/cyrilgdn/postgresql");
