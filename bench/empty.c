/* What a program costs that does nothing but to be loaded. */
int main(void)
{
	return 0;
}
